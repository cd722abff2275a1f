import { firstQuery } from './explorer-first-query';

/**
 * The page's program. The key lives in a variable and in sessionStorage, which ends with the tab; GraphiQL never gets it, so it can
 * reach neither the stored tabs nor an address. GraphiQL's first question, for the schema, waits until a key was accepted.
 */
export const explorerScript = `
'use strict';
(() => {
  const firstQuery = ${JSON.stringify(firstQuery)};
  const stored = 'commonwatch.key';
  const field = document.getElementById('key');
  const status = document.getElementById('key-status');
  const forget = document.getElementById('forget');
  let key = '';
  let accept;
  const accepted = new Promise((resolve) => {
    accept = resolve;
  });

  const failure = (message) => ({ errors: [{ message }] });

  function tell(kind, text) {
    status.dataset.kind = kind;
    status.textContent = text;
    field.setAttribute('aria-invalid', String(kind === 'bad'));
  }

  async function ask(parameters, bearer) {
    let response;
    try {
      response = await fetch('/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json, application/json',
          authorization: 'Bearer ' + bearer,
        },
        body: JSON.stringify(parameters),
        credentials: 'omit',
        cache: 'no-store',
      });
    } catch {
      return { status: 0, answer: failure('The hub does not answer: check the connection, then try again.') };
    }
    const noJson = () => failure('The hub answered ' + response.status + ' without JSON: try again.');
    const answer = await response.json().catch(noJson);
    return { status: response.status, answer };
  }

  const reasonIn = (answer) => answer.errors?.[0]?.message ?? 'No reason was given.';

  function refuse() {
    sessionStorage.removeItem(stored);
    forget.hidden = true;
    key = '';
    tell('bad', 'This key was refused (401): check that it is whole, not expired and not revoked.');
  }

  async function use(candidate) {
    // What no header can carry is not worth asking about.
    if (!/^[\\x21-\\x7e]+$/.test(candidate)) return tell('bad', 'This is not a key: a key begins with cwk_ and holds no spaces.');
    tell('', 'Checking the key…');
    const { status: code, answer } = await ask({ query: '{ viewer { label role organization { name } } }' }, candidate);
    if (code === 401) return refuse();
    const viewer = answer.data?.viewer;
    if (!viewer) return tell('bad', 'The key could not be checked. ' + reasonIn(answer));
    key = candidate;
    sessionStorage.setItem(stored, key);
    forget.hidden = false;
    document.body.classList.remove('keyless');
    accept();
    tell('good', viewer.organization.name + ', ' + viewer.label + ' (' + viewer.role + '). The key stays in this tab until you close it.');
  }

  async function fetcher({ query, variables, operationName }) {
    if (operationName === 'IntrospectionQuery') await accepted;
    if (!key) {
      field.focus();
      tell('bad', 'A key is needed first: paste one here.');
      return failure('A key is needed first: paste one above and press "Use key".');
    }
    const { status: code, answer } = await ask({ query, variables, operationName }, key);
    if (code === 401) refuse();
    // Only the hub knows which of several operations is meant, and whether it is one to follow.
    const isFollowed = answer.errors?.[0]?.extensions?.accept === 'text/event-stream';
    return isFollowed ? follow({ query, variables, operationName }, key) : answer;
  }

  // Server-sent events by fetch: EventSource can not send a key.
  async function* follow(parameters, bearer) {
    const stop = new AbortController();
    try {
      const response = await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: 'Bearer ' + bearer },
        body: JSON.stringify(parameters),
        credentials: 'omit',
        cache: 'no-store',
        signal: stop.signal,
      });
      if (response.status === 401) refuse();
      if (!response.ok) return yield await response.json();
      let text = '';
      const decoder = new TextDecoder();
      const reader = response.body.getReader();
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const events = (text + decoder.decode(part.value, { stream: true })).split('\\n\\n');
        text = events.pop();
        for (const event of events) {
          const next = /^event: next\\ndata: (.*)$/.exec(event);
          if (next) yield JSON.parse(next[1]);
        }
      }
    } finally {
      stop.abort();
    }
  }

  document.getElementById('key-form').addEventListener('submit', (event) => {
    event.preventDefault();
    void use(field.value.trim().replace(/^Bearer +/i, ''));
  });
  forget.addEventListener('click', () => {
    sessionStorage.removeItem(stored);
    location.reload();
  });

  document.getElementById('skip').addEventListener('click', (event) => {
    event.preventDefault();
    document.querySelector('.graphiql-query-editor .graphiql-editor')?.focus();
  });
  // In the editor Tab indents: without a way out it would be a trap for the keyboard. Esc first closes what is open.
  const open = '.suggest-widget.visible, .parameter-hints-widget.visible, .find-widget.visible';
  const leaveEditor = (event) => {
    if (event.key === 'Escape' && !document.querySelector(open)) event.target.closest('.graphiql-editor')?.focus();
  };
  document.addEventListener('keydown', leaveEditor, { capture: true });

  const workers = { graphql: 'graphql', json: 'json' };
  self.MonacoEnvironment = {
    globalAPI: false,
    getWorkerUrl: (_module, label) => '/explorer/' + (workers[label] ?? 'editor') + '.worker.js',
  };
  // GraphiQL looks for its last tab by what stood in it, and opens one more where it finds none: so it is told.
  function lastTab() {
    const first = { query: firstQuery };
    try {
      const { tabs, activeTabIndex } = JSON.parse(localStorage.getItem('graphiql:tabState'));
      return tabs[activeTabIndex] ?? first;
    } catch {
      return first;
    }
  }
  const { query, variables } = lastTab();

  // A link may bring no query of its own, and what is typed goes into no address: hence initialQuery and onEditQuery.
  YogaGraphiQL.renderYogaGraphiQL(document.getElementById('editor'), {
    fetcher,
    initialQuery: query ?? '',
    initialVariables: variables ?? '',
    defaultQuery: '',
    onEditQuery: () => undefined,
    isHeadersEditorEnabled: false,
    shouldPersistHeaders: false,
    showPersistHeadersSettings: false,
    defaultEditorToolsVisibility: false,
    visiblePlugin: 'Documentation Explorer',
    title: '',
    logo: '',
  });

  const before = sessionStorage.getItem(stored);
  field.value = before ?? '';
  if (before) void use(before);
  else field.focus();
})();
`;
