/** The page around GraphiQL: a bar for the key, then the editor. Nothing in it is inline but the icon. */
export const explorerPage = /* HTML */ `<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Commonwatch explorer</title>
      <link
        rel="icon"
        href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='6' fill='none' stroke='%231d5b8f' stroke-width='2.5'/%3E%3Ccircle cx='8' cy='8' r='2' fill='%231d5b8f'/%3E%3C/svg%3E"
      />
      <link rel="stylesheet" href="/explorer/graphiql.css" />
      <link rel="stylesheet" href="/explorer/explorer.css" />
      <script src="/explorer/graphiql.js" defer></script>
      <script src="/explorer/explorer.js" defer></script>
    </head>
    <body class="keyless">
      <header>
        <a id="skip" href="#editor">Skip to the query</a>
        <h1>Commonwatch explorer</h1>
        <form id="key-form" method="post" autocomplete="off">
          <label for="key">API key</label>
          <input
            id="key"
            type="password"
            placeholder="cwk_…"
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            required
            aria-describedby="key-status"
          />
          <button type="submit">Use key</button>
          <button type="button" id="forget" hidden>Forget key</button>
        </form>
        <p id="key-status" role="status">Paste a key to begin. It stays in this tab and goes to this hub only.</p>
      </header>
      <main id="editor" aria-label="GraphQL editor"></main>
      <noscript>The explorer needs JavaScript. Without it, send GraphQL to /graphql with any HTTP client.</noscript>
    </body>
  </html> `;
