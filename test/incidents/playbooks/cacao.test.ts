import { existsSync } from 'node:fs';
import { readCacao } from '../../../src/incidents/playbooks/cacao.rules';
import { planOf } from '../../../src/incidents/playbooks/plan.rules';
import type { JsonObject } from '../../../src/incidents/playbooks/object-reader.rules';
import { idOf, playbookOf, shared, sharedPlaybook, shortly } from './cacao-desk';

const line = {
  'start:1': { on_completion: 'action:1' },
  'action:1': { on_completion: 'end:1' },
  'end:1': {},
};
const faultsOf = (document: unknown) => readCacao(document).faults ?? [];
const planned = (document: JsonObject) => {
  const { playbook, faults } = readCacao(document);
  if (!playbook) throw new Error(JSON.stringify(faults));
  return planOf(playbook).map(({ key, kind, dependsOn, outcomes, repeats }) => ({
    key: shortly(key),
    ...(kind !== 'ACTION' && { kind }),
    after: dependsOn.map(({ step, outcome }) => (outcome === null ? shortly(step) : `${shortly(step)}=${outcome}`)),
    ...(outcomes.length > 0 && { outcomes }),
    ...(repeats.length > 0 && { repeats: repeats.map(shortly) }),
  }));
};

describe('How steps follow each other', () => {
  test('one after the other', () => {
    expect(
      planned(
        playbookOf({
          'start:1': { on_completion: 'action:1' },
          'action:1': { on_completion: 'action:2' },
          'action:2': { on_completion: 'end:1' },
          'end:1': {},
        }),
      ),
    ).toEqual([
      { key: 'action:1', after: [] },
      { key: 'action:2', after: ['action:1'] },
    ]);
  });

  test('side by side; what follows a parallel waits for all of its branches, however they end', () => {
    const document = playbookOf({
      'start:1': { on_completion: 'parallel:1' },
      'parallel:1': { next_steps: ['action:1', 'action:2', 'action:4'], on_completion: 'action:5' },
      'action:1': { on_completion: 'end:1' },
      'action:2': { on_completion: 'action:3' },
      'action:3': {},
      // One that leads on by itself is at its end too.
      'action:4': { on_completion: 'action:5' },
      'action:5': { on_completion: 'end:1' },
      'end:1': {},
    });
    const last = planned(document).at(-1)!;
    expect(last.key).toBe('action:5');
    expect(last.after.toSorted()).toEqual(['action:1', 'action:3', 'action:4']);
  });

  test('by an answer, and together again behind it', () => {
    const document = playbookOf({
      'start:1': { on_completion: 'if-condition:1' },
      'if-condition:1': { condition: 'is it?', on_true: 'action:1', on_completion: 'action:2' },
      'action:1': { on_completion: 'end:1' },
      'action:2': { on_completion: 'switch-condition:1' },
      'switch-condition:1': { switch: 'where', cases: { hà_nội: 'action:3', default: ['action:4'] } },
      'action:3': { on_completion: 'action:5' },
      'action:4': { on_completion: 'action:5' },
      'action:5': { on_completion: 'end:1' },
      'end:1': {},
    });
    expect(planned(document)).toEqual([
      { key: 'if-condition:1', kind: 'DECISION', after: [], outcomes: ['true', 'false'] },
      { key: 'action:1', after: ['if-condition:1=true'] },
      { key: 'action:2', after: ['if-condition:1=false', 'action:1'] },
      { key: 'switch-condition:1', kind: 'DECISION', after: ['action:2'], outcomes: ['hà_nội', 'default'] },
      { key: 'action:3', after: ['switch-condition:1=hà_nội'] },
      { key: 'action:4', after: ['switch-condition:1=default'] },
      { key: 'action:5', after: ['action:3', 'action:4'] },
    ]);
  });

  test('again and again, a loop in a loop; the end of a round leads to no step', () => {
    const document = playbookOf({
      'start:1': { on_completion: 'while-condition:1' },
      'while-condition:1': { condition: 'still?', on_true: 'action:1', on_completion: 'action:3' },
      'action:1': { on_completion: 'while-condition:2' },
      'while-condition:2': { condition: 'more?', on_true: 'action:2', on_false: 'end:2' },
      'action:2': { on_completion: 'while-condition:2' },
      'action:3': { on_completion: 'end:1' },
      'end:1': {},
      'end:2': {},
    });
    expect(planned(document)).toEqual([
      {
        key: 'while-condition:1',
        kind: 'LOOP',
        after: [],
        outcomes: ['true', 'false'],
        repeats: expect.arrayContaining(['action:1', 'while-condition:2', 'action:2']) as string[],
      },
      { key: 'action:1', after: ['while-condition:1=true'] },
      {
        key: 'while-condition:2',
        kind: 'LOOP',
        after: ['action:1'],
        outcomes: ['true', 'false'],
        repeats: ['action:2'],
      },
      { key: 'action:2', after: ['while-condition:2=true'] },
      { key: 'action:3', after: ['while-condition:1=false'] },
    ]);
  });

  test('by failing: its own way, or that of the playbook', () => {
    const document = playbookOf(
      {
        'start:1': { on_completion: 'action:1' },
        'action:1': { on_success: 'action:2', on_failure: 'action:3' },
        'action:2': { on_success: 'end:1' },
        'action:3': { on_completion: 'end:1' },
        'action:9': { on_completion: 'end:1' },
        'end:1': {},
      },
      { workflow_exception: idOf('action:9') },
    );
    expect(planned(document)).toEqual([
      { key: 'action:1', after: [], outcomes: ['success', 'failure'] },
      { key: 'action:2', after: ['action:1=success'], outcomes: ['success', 'failure'] },
      { key: 'action:9', after: ['action:2=failure'] },
      { key: 'action:3', after: ['action:1=failure'] },
    ]);
  });

  test('a thousand ways through parallels cost no more than their steps', () => {
    const both = (layer: number) => ({ next_steps: [`parallel:${layer * 2}`, `parallel:${layer * 2 + 1}`] });
    const layers = Array.from({ length: 60 }, (_, i): [string, object][] => [
      [`parallel:${2 * i + 2}`, i < 59 ? both(i + 2) : { next_steps: ['action:2'] }],
      [`parallel:${2 * i + 3}`, i < 59 ? both(i + 2) : { next_steps: ['action:2'] }],
    ]).flat();
    const document = playbookOf({
      'start:1': { on_completion: 'action:1' },
      'action:1': { on_completion: 'parallel:1' },
      'parallel:1': both(1),
      ...Object.fromEntries(layers),
      'action:2': { on_completion: 'end:1' },
      'end:1': {},
    });
    expect(planned(document)).toEqual([
      { key: 'action:1', after: [] },
      { key: 'action:2', after: ['action:1'] },
    ]);
  });
});

describe('What is no playbook is refused by path and reason', () => {
  const at = (short: string) => `$.workflow["${idOf(short)}"]`;
  const without = (name: string) =>
    Object.fromEntries(Object.entries(playbookOf(line)).filter(([key]) => key !== name));
  const cases: [string, unknown, string, RegExp][] = [
    ['a text', 'playbook', '$', /should be an object/],
    ['nothing', null, '$', /should be an object/],
    ['a list', [], '$', /should be an object/],
    ['another type', playbookOf(line, { type: 'bundle' }), '$.type', /should be "playbook"/],
    ['another version', playbookOf(line, { spec_version: '1.1' }), '$.spec_version', /cacao-2\.0/],
    ['no id', without('id'), '$.id', /missing/],
    ['an id of another form', playbookOf(line, { id: 'playbook--1' }), '$.id', /playbook--UUID/],
    ['no author', without('created_by'), '$.created_by', /identity--UUID/],
    ['no name', without('name'), '$.name', /missing/],
    ['a time that is none', playbookOf(line, { modified: '2026-02-30T00:00:00Z' }), '$.modified', /instant/],
    ['a time of elsewhere', playbookOf(line, { created: '2026-01-01T00:00:00+07:00' }), '$.created', /instant in UTC/],
    [
      'modified before it was made',
      playbookOf(line, { modified: '2025-01-01T00:00:00Z' }),
      '$.modified',
      /before created/,
    ],
    [
      'valid until before it is valid',
      playbookOf(line, { valid_from: '2026-02-01T00:00:00Z', valid_until: '2026-01-01T00:00:00Z' }),
      '$.valid_until',
      /after valid_from/,
    ],
    ['a priority beyond 100', playbookOf(line, { priority: 101 }), '$.priority', /0 to 100/],
    [
      'a type of playbooks that is none',
      playbookOf(line, { playbook_types: ['magic'] }),
      '$.playbook_types[0]',
      /remediation/,
    ],
    [
      'a variable without a type',
      playbookOf(line, { playbook_variables: { __x__: {} } }),
      '$.playbook_variables.__x__.type',
      /missing/,
    ],
    [
      'a variable by another name',
      playbookOf(line, { playbook_variables: { x: { type: 'string' } } }),
      '$.playbook_variables.x',
      /__name__/,
    ],
    [
      'a start that is not there',
      playbookOf(line, { workflow_start: idOf('start:7') }),
      '$.workflow_start',
      /leads nowhere/,
    ],
    [
      'an exception that is not there',
      playbookOf(line, { workflow_exception: idOf('end:7') }),
      '$.workflow_exception',
      /leads nowhere/,
    ],
    ['no workflow', without('workflow'), '$.workflow', /missing/],
    ['a workflow that is a list', playbookOf(line, { workflow: [] }), '$.workflow', /object/],
    ['nothing to do', playbookOf({ 'start:1': { on_completion: 'end:1' }, 'end:1': {} }), '$.workflow', /carried out/],
    ['a step of no type', playbookOf({ ...line, 'magic:1': {} }), `${at('magic:1')}.type`, /one of start, end/],
    [
      'a step by the name of another type',
      playbookOf({ ...line, 'action:1': { type: 'end' } }),
      at('action:1'),
      /end--UUID/,
    ],
    [
      'a reference that leads nowhere',
      playbookOf({ ...line, 'action:1': { on_completion: 'action:7' } }),
      `${at('action:1')}.on_completion`,
      /leads nowhere/,
    ],
    [
      'a step back to the start',
      playbookOf({ ...line, 'action:1': { on_completion: 'start:1' } }),
      `${at('action:1')}.on_completion`,
      /start step/,
    ],
    [
      'completion beside success',
      playbookOf({ ...line, 'action:1': { on_completion: 'end:1', on_success: 'end:1' } }),
      `${at('action:1')}.on_completion`,
      /both/,
    ],
    [
      'an end that goes on',
      playbookOf({ ...line, 'end:1': { on_completion: 'action:1' } }),
      `${at('end:1')}.on_completion`,
      /no end step/,
    ],
    [
      'an action without commands',
      playbookOf({ ...line, 'action:1': { commands: [] } }),
      `${at('action:1')}.commands`,
      /at least one/,
    ],
    [
      'a command without a type',
      playbookOf({ ...line, 'action:1': { commands: [{}] } }),
      `${at('action:1')}.commands[0].type`,
      /missing/,
    ],
    [
      'an agent that is not defined',
      playbookOf({ ...line, 'action:1': { on_completion: 'end:1', agent: idOf('group:3') } }),
      `${at('action:1')}.agent`,
      /leads nowhere/,
    ],
    [
      'a target that is not defined',
      playbookOf({ ...line, 'action:1': { on_completion: 'end:1', targets: ['ssh:3'] } }),
      `${at('action:1')}.targets[0]`,
      /leads nowhere/,
    ],
    [
      'a marking that is not defined',
      playbookOf(line, { markings: [idOf('marking-tlp:1')] }),
      '$.markings[0]',
      /leads nowhere/,
    ],
    [
      'an if without a condition',
      playbookOf({ ...line, 'action:1': { on_completion: 'if-condition:1' }, 'if-condition:1': { on_true: 'end:1' } }),
      `${at('if-condition:1')}.condition`,
      /missing/,
    ],
    [
      'a switch without cases',
      playbookOf({
        ...line,
        'action:1': { on_completion: 'switch-condition:1' },
        'switch-condition:1': { switch: 'x', cases: {} },
      }),
      `${at('switch-condition:1')}.cases`,
      /for each value/,
    ],
    [
      'a branch without anything',
      playbookOf({ ...line, 'action:1': { on_completion: 'parallel:1' }, 'parallel:1': { next_steps: ['end:1'] } }),
      `${at('parallel:1')}.next_steps[0]`,
      /something to do/,
    ],
    [
      'a loop without anything',
      playbookOf({
        ...line,
        'action:1': { on_completion: 'while-condition:1' },
        'while-condition:1': { condition: 'x', on_true: 'end:1' },
      }),
      `${at('while-condition:1')}.on_true`,
      /repeats something/,
    ],
    [
      'a step that nothing leads to',
      playbookOf({ ...line, 'action:2': { on_completion: 'end:1' } }),
      at('action:2'),
      /nothing leads/,
    ],
    [
      'a circle',
      playbookOf({ ...line, 'action:1': { on_completion: 'action:2' }, 'action:2': { on_completion: 'action:1' } }),
      at('action:1'),
      /circle.*action/,
    ],
    ['a circle of one', playbookOf({ ...line, 'action:1': { on_completion: 'action:1' } }), at('action:1'), /circle/],
    [
      'a circle by the way out of a loop',
      playbookOf({
        ...line,
        'action:1': { on_completion: 'while-condition:1' },
        'while-condition:1': { condition: 'x', on_true: 'action:2', on_false: 'action:1' },
        'action:2': {},
      }),
      at('action:1'),
      /circle/,
    ],
    [
      'a time of a step that is none',
      playbookOf({ ...line, 'action:1': { on_completion: 'end:1', timeout: '4h' } }),
      `${at('action:1')}.timeout`,
      /whole number/,
    ],
    [
      'a time of a step below nothing',
      playbookOf({ ...line, 'action:1': { on_completion: 'end:1', delay: -1 } }),
      `${at('action:1')}.delay`,
      /whole number/,
    ],
    ['a number that is not exact', playbookOf(line, { x: 2 ** 60 }), '$.x', /exactly/],
    ['a number without end', playbookOf(line, { x: Infinity }), '$.x', /exactly/],
    ['NUL in a text', playbookOf(line, { x: ['a\0b'] }), '$.x[0]', /NUL/],
    ['half a character', playbookOf(line, { x: '\ud83d' }), '$.x', /half of a pair/],
    ['more than it may hold', playbookOf(line, { description: 'x'.repeat(300_000) }), '$', /bytes/],
  ];
  test.each(cases)('%s', (_what, document, path, reason) => {
    expect(faultsOf(document)).toContainEqual({ path, reason: expect.stringMatching(reason) as string });
  });

  test('all that is wrong is told at once, and no more than twenty of it', () => {
    const bad = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`__x${i}__`, {}]));
    const read = readCacao(playbookOf(line, { name: 7, playbook_variables: bad }));
    expect(read.faults).toHaveLength(20);
    expect(read).toMatchObject({ count: 31 });
  });

  test('a document that nests as deep as it likes', () => {
    let deep: object = {};
    for (let i = 0; i < 2000; i += 1) deep = { deep };
    expect(faultsOf(playbookOf(line, { deep }))[0]).toMatchObject({
      reason: expect.stringContaining('nests 32') as string,
    });
  });

  test('names that objects have by themselves mean nothing', () => {
    const document = JSON.parse(
      JSON.stringify(playbookOf(line)).replace(
        '"agent_definitions":{',
        '"agent_definitions":{"__proto__":{"type":"x"},',
      ),
    ) as unknown;
    expect(faultsOf(document)).toEqual([
      { path: '$.agent_definitions.__proto__', reason: expect.stringContaining('identifier') as string },
    ]);
    const named = playbookOf({ ...line, 'action:1': { on_completion: 'constructor' } });
    expect(faultsOf(named)).toHaveLength(1);
  });
});

(existsSync(shared) ? describe : describe.skip)('Real playbooks', () => {
  test('of SOARCA are read, with what their steps say', () => {
    const { playbook } = readCacao(sharedPlaybook('ssh-playbook.json'));
    expect(planOf(playbook!).map(({ name, description }) => ({ name, description }))).toEqual([
      { name: 'Execute command', description: 'Execute command specified in variable\nssh: __command__:value' },
      { name: 'Touch file', description: 'Touch file at path specified by variable\nssh: touch __path__:value' },
    ]);
    expect(readCacao(sharedPlaybook('manual-playbook.json')).playbook).toMatchObject({ name: 'Example manual' });
  });
});
