import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { createPool } from '../../src/kernel/postgres/database';
import { startHub, type Hub } from '../support/hub';
import { cutAt, failingDay, repairedAt, type Region } from '../support/warnings/failing-day';
import { plantRegion } from '../support/warnings/plant-region';
import { replayDay } from '../support/warnings/replay-day';

jest.setTimeout(600_000);

/** A hub with the region, and what was told there in the course of the day. */
async function withRegion<T>(work: (hub: Hub, operator: Pool, region: Region) => Promise<T>): Promise<T> {
  const hub = await startHub();
  const operator = createPool(hub.databaseUrl, 'hub_owner', { max: 3 });
  try {
    return await work(hub, operator, await plantRegion(operator, 'Miền Bắc', 12, 12));
  } finally {
    await operator.end();
    await hub.stop();
  }
}

interface Told {
  id: string;
  minute: number;
  to: string;
  cause: string;
}

const toldOn = (hub: Hub): Promise<Told[]> =>
  hub.sql<Told>(
    `SELECT w.fingerprint AS id, (extract(epoch FROM t.at - '2026-11-23T00:00:00Z'::timestamptz) / 60)::int AS minute, t.to_state AS to, t.cause
       FROM warning_transition t JOIN warning w ON w.id = t.warning_id ORDER BY t.id`,
  );
const leftOpen = (hub: Hub) => hub.sql(`SELECT w.id FROM warning w WHERE w.cleared_at IS NULL`);

/** By place in the region, so that the same day over two hubs can be compared. */
const named = (told: readonly Told[], { coreLink, core, switches, servers }: Region): string[] => {
  const order = [coreLink, core, ...switches, ...servers.flat()];
  return told.map(({ id, minute, to, cause }) => `${minute} ${order.indexOf(id)} ${to} ${cause}`).sort();
};

test('A day with a failed core link: one warning is told of it, every recovery is seen, and what is broken still is raised once', () =>
  withRegion(async (hub, operator, region) => {
    await replayDay(operator, region);
    const told = await toldOn(hub);
    const { batches, stillBroken } = failingDay(region);
    const during = told.filter(({ minute }) => minute >= cutAt && minute < repairedAt);
    expect(during.filter(({ to }) => to === 'RAISED')).toMatchObject([{ id: region.coreLink, minute: cutAt }]);
    const behind = [region.core, ...region.switches, ...region.servers.flat()];
    expect(
      during
        .filter(({ to }) => to === 'SUPPRESSED')
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...behind].sort());
    // What was polled late is not back yet: nothing but what is broken still, and that by minute 603, is told after all.
    const after = told.filter(({ minute, to }) => minute >= repairedAt && minute < repairedAt + 100 && to === 'RAISED');
    for (const id of stillBroken) expect(after.filter((one) => one.id === id)).toMatchObject([{ cause: 'RELEASED' }]);
    const recoveries = batches.flatMap(({ minute, evidence }) =>
      evidence.filter(({ firing }) => !firing).map(({ fingerprint }) => `${fingerprint} ${minute}`),
    );
    const seen = told.filter(({ to }) => to === 'CLEARED').map(({ id, minute }) => `${id} ${minute}`);
    expect(seen.sort()).toEqual(recoveries.sort());
    expect(await leftOpen(hub)).toEqual([]);
    process.stdout.write(
      `A failed core link: ${behind.length} behind it, ${during.filter(({ to }) => to === 'RAISED').length} told, ${after.length} told when it was back, ${stillBroken.length} of them broken still\n`,
    );
  }));

test('Killed twice in the middle of settling, the day ends as it does undisturbed: nothing is lost, nothing doubled', async () => {
  const undisturbed = await withRegion(async (hub, operator, region) => {
    await replayDay(operator, region);
    return named(await toldOn(hub), region);
  });
  await withRegion(async (hub, operator, region) => {
    const root = join(__dirname, '../..');
    const script = join(root, 'test/support/warnings/replay-day.ts');
    const env = { ...process.env, DATABASE_URL: hub.databaseUrl, REGION: JSON.stringify(region) };
    const begin = () =>
      spawn(process.execPath, ['-r', join(root, 'test/support/register.cjs'), script], {
        cwd: root,
        env,
        stdio: 'ignore',
      });
    const isWriting = async () => {
      const { rows } = await operator.query(
        `SELECT FROM pg_stat_activity a WHERE a.datname = current_database() AND a.backend_xid IS NOT NULL AND a.pid <> pg_backend_pid()`,
      );
      return rows.length > 0;
    };
    const reached = async () =>
      (
        await operator
          .query<{ minute: number }>(`SELECT coalesce(max(r.minute), -1) AS minute FROM private.replayed r`)
          .catch(() => ({ rows: [] }))
      ).rows[0]?.minute ?? -1;
    for (const minute of [cutAt - 1, repairedAt - 1]) {
      const child = begin();
      const gone = once(child, 'exit');
      // The batches in which most is settled come next; killed while a transaction has written and is not done.
      while ((await reached()) < minute - 100) await new Promise((resolve) => setTimeout(resolve, 2));
      while (!((await isWriting()) && (await reached()) >= 0)) await new Promise((resolve) => setTimeout(resolve, 1));
      child.kill('SIGKILL');
      expect((await gone)[1]).toBe('SIGKILL');
    }
    const last = begin();
    expect((await once(last, 'exit'))[0]).toBe(0);
    expect(named(await toldOn(hub), region)).toEqual(undisturbed);
    expect(await leftOpen(hub)).toEqual([]);
  });
});
