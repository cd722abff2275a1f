import type { Pool } from 'pg';
import { newId } from '../../../src/kernel/ids';
import type { Region } from './failing-day';

/** Plants a region of so many switches and servers; its devices belong to RC-N, the center's to NMC. */
export async function plantRegion(
  operator: Pool,
  name: string,
  switches: number,
  serversEach: number,
): Promise<Region> {
  const { rows } = await operator.query<{ code: string; id: string }>(
    `SELECT o.code, o.id FROM hub.organization o WHERE o.code IN ('NMC', 'RC-N')`,
  );
  const owner = (code: string) => rows.find((row) => row.code === code)!.id;
  const devices: { id: string; owner: string; key: string }[] = [];
  const links: { id: string; a: string; b: string; key: string }[] = [];
  const device = (key: string, code = 'RC-N') => {
    devices.push({ id: newId(), owner: owner(code), key: `${name}-${key}` });
    return devices.at(-1)!.id;
  };
  const link = (key: string, a: string, b: string) => {
    links.push({ id: newId(), a, b, key: `${name}-${key}` });
    return links.at(-1)!.id;
  };
  const core = device('core');
  const coreLink = link('core link', device('center', 'NMC'), core);
  const below = Array.from({ length: switches }, (_, i) => device(`switch ${i}`));
  below.forEach((id, i) => link(`l ${i}`, core, id));
  const servers = below.map((id, i) =>
    Array.from({ length: serversEach }, (_, j) => {
      const server = device(`server ${i} ${j}`);
      link(`l ${i} ${j}`, id, server);
      return server;
    }),
  );
  await operator.query(
    `INSERT INTO hub.device (id, owner_id, source, external_id, status, name, role)
     SELECT d.id, d.owner, 'test', d.key, 'ACTIVE', d.key, 'ROUTER' FROM jsonb_to_recordset($1) AS d(id uuid, owner uuid, key text)`,
    [JSON.stringify(devices)],
  );
  await operator.query(
    `INSERT INTO hub.link (id, owner_id, source, external_id, status, name, kind, a_device_id, b_device_id)
     SELECT l.id, $2, 'test', l.key, 'ACTIVE', l.key, 'CIRCUIT', l.a, l.b FROM jsonb_to_recordset($1) AS l(id uuid, a uuid, b uuid, key text)`,
    [JSON.stringify(links), owner('RC-N')],
  );
  return { writerId: owner('RC-N'), coreLink, core, switches: below, servers };
}
