import { gunzipSync } from 'node:zlib';
import type { Pool } from 'pg';
import { fedTypes } from '../../src/feeds/fed-types';
import { runExports, type ExportRun } from '../../src/feeds/export/run-exports';
import { registry } from '../../src/registry';
import type { Hub } from './hub';
import type { Variables } from './viewer';

export interface ExportShown {
  id: string;
  state: string;
  progress: number;
  count: number;
  bytes: number;
  cursor: string | null;
  reason: string | null;
  downloadPath: string | null;
  expiresAt: string | null;
}

const shown = 'id state progress count bytes cursor reason downloadPath expiresAt';
export const startDocument = `mutation($input: StartExportInput!) { started: startExport(input: $input) { export { ${shown} } } }`;
export const cancelDocument = `mutation($id: ID!) { ended: cancelExport(input: { id: $id }) { export { ${shown} } } }`;

export async function startExport(hub: Hub, key: string, input: Variables): Promise<string> {
  const { started } = await hub.as(key).data<{ started: { export: ExportShown } }>(startDocument, { input });
  return started.export.id;
}

export async function exportOf(hub: Hub, key: string, id: string): Promise<ExportShown> {
  const { exports } = await hub
    .as(key)
    .data<{ exports: { nodes: ExportShown[] } }>(
      `query($id: ID!) { exports(filter: { id: { eq: $id } }) { nodes { ${shown} } } }`,
      { id },
    );
  return exports.nodes[0]!;
}

/** Background work of one process, until all exports are written. */
export async function writeExports(owner: Pool, more: Partial<ExportRun> = {}): Promise<void> {
  const client = await owner.connect();
  try {
    await runExports(client, { operator: owner, fed: fedTypes(registry), hours: 24, mostBytes: 1e9, ...more });
  } finally {
    client.release();
  }
}

export const download = (hub: Hub, key: string, id: string, headers: Record<string, string> = {}) =>
  hub.app.inject({ method: 'GET', url: `/exports/${id}`, headers: { authorization: `Bearer ${key}`, ...headers } });

/** Lines of a file, the last one apart. */
export function linesIn(file: Buffer): { lines: string[]; last: string } {
  const lines = gunzipSync(file).toString().split(/\r?\n/).slice(0, -1);
  return { lines: lines.slice(0, -1), last: lines.at(-1)! };
}
