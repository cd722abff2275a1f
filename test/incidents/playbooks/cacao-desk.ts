import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JsonObject } from '../../../src/incidents/playbooks/object-reader.rules';

export const shared = resolve(process.env['SHARED_DATA'] ?? resolve(__dirname, '../../../../shared/data'), 'cacao');

export const sharedPlaybook = (file: string): JsonObject =>
  JSON.parse(readFileSync(resolve(shared, file), 'utf8')) as JsonObject;

const tail = (n: number) => `0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
/** An identifier of a type: short names stand for whole ones, `action:1`. */
export const idOf = (short: string): string => {
  const [type, n] = short.split(':') as [string, string];
  return `${type}--0${tail(Number(n))}`;
};
const agent = idOf('organization:1');

type Step = Record<string, unknown>;
const refs = ['on_completion', 'on_success', 'on_failure', 'on_true', 'on_false'];

/** A playbook of a workflow in short names: `{ 'start:1': { on_completion: 'action:1' }, … }`. */
export function playbookOf(workflow: Record<string, Step>, more: JsonObject = {}): JsonObject {
  const whole = (short: unknown): unknown => {
    if (Array.isArray(short)) return short.map(whole);
    return typeof short === 'string' && /^[a-z-]+:\d+$/.test(short) ? idOf(short) : short;
  };
  const steps = Object.entries(workflow).map(([short, step]) => {
    const type = short.split(':')[0]!;
    const written = Object.fromEntries(
      Object.entries(step).map(([name, value]) => {
        if (refs.includes(name)) return [name, whole(value)];
        if (Array.isArray(value)) return [name, value.map(whole)];
        if (name === 'cases')
          return [name, Object.fromEntries(Object.entries(value as object).map(([key, to]) => [key, whole(to)]))];
        return [name, value];
      }),
    );
    const own =
      type === 'action'
        ? { agent, commands: [{ type: 'manual', command: `do ${short}` }], name: short }
        : { name: short };
    return [idOf(short), { type, ...own, ...written }];
  });
  return {
    ...{ type: 'playbook', spec_version: 'cacao-2.0', id: idOf('playbook:1'), name: 'Kế hoạch' },
    ...{ created_by: idOf('identity:1'), created: '2026-01-01T00:00:00.000Z', modified: '2026-01-01T00:00:00.000Z' },
    workflow_start: idOf('start:1'),
    workflow: Object.fromEntries(steps),
    agent_definitions: { [agent]: { type: 'organization', name: 'desk' } },
    ...more,
  };
}

/** Whole identifiers as their short names. */
export const shortly = (id: string): string => id.replace(/^([a-z-]+)--0+-0000-4000-8000-0*(\d+)$/, '$1:$2');
