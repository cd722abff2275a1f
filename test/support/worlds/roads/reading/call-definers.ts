import type { Pool } from 'pg';
import { ownWordsOf } from '../../onlooker/hidden-in';
import type { Onlooker } from '../../onlooker/onlooker';
import { underScope, type Ask } from '../../onlooker/under-scope';
import type { Mask } from '../../world/sharing-model';
import { everything, type Thing, type TypeName, type World } from '../../world/things';
import { allRows } from './read-tables';

/** What the functions that read past the policies give for every id, and every secret value, of the world. */
export async function callDefiners(api: Pool, onlooker: Onlooker): Promise<void> {
  const { world, sight, key } = onlooker;
  const found = await underScope(api, key, (ask) => callEach(ask, world));
  // What stood under a stricter marking may stay untold: of these, only that nothing hidden is told.
  const underMarking = (['Incident', 'TimelineEntry', 'Playbook', 'Task'] as const).flatMap((type) =>
    sight.all<TypeName>(type),
  );
  const marked = new Set(underMarking.map(({ id }) => id));
  const visible = everything(world).filter((thing) => sight.sees(thing) && !marked.has(thing.id));
  const numbers = sight.all('Series').filter(({ samples }) => samples.some(({ flag }) => flag === 0));
  const sampled = sight.all('Series').filter(({ samples }) => samples.length > 0);
  const shown = <T extends Thing>(things: T[], mask: Mask, value: (thing: T) => string | null) =>
    idsOf(things.filter((thing) => value(thing) !== null && !sight.withholds(thing, mask)));
  const [devices, ports] = [sight.all('Device'), sight.all('Interface')];
  onlooker.agree(
    'the definer functions',
    Object.fromEntries(Object.entries(found).map(([name, ids]) => [name, unmarked(name, ids, marked)])),
    {
      latest_sample: idsOf(sampled),
      sample_points: idsOf(sight.all('Series')),
      series_presence: idsOf(sight.all('Series')),
      'series_presence with samples': idsOf(sampled),
      'sample_instants by place': idsOf(sampled),
      'sample_points with samples': idsOf(sampled),
      sample_steps_5m: idsOf(numbers),
      sample_steps_1h: idsOf(numbers),
      sample_steps_1d: idsOf(numbers),
      record_history: idsOf(visible),
      record_as_of: idsOf(visible),
      devices_by_serial: shown(devices, 'SERIAL', ({ serial }) => serial),
      devices_by_management_address: shown(devices, 'MANAGEMENT_ADDRESS', (one) => one.managementAddress),
      interfaces_by_mac: shown(ports, 'MAC', ({ mac }) => mac),
    },
  );
  const images = await underScope(api, key, (ask) => imagesOf(ask, world));
  onlooker.findNothingHidden('the images of definer functions', ownWordsOf(images));
}

const idsOf = (things: readonly Thing[]): string[] => things.map(({ id }) => id).sort();
const unmarked = (name: string, ids: string[], marked: ReadonlySet<string>): string[] =>
  name.startsWith('record_') ? ids.filter((id) => !marked.has(id)) : ids;

async function imagesOf(ask: Ask, world: World): Promise<object[]> {
  const ids = [everything(world).map(({ id }) => id)];
  const text = `SELECT h.before, h.after FROM hub.record_history($1::uuid[], NULL, 20) h
    UNION ALL SELECT a.image, NULL FROM hub.record_as_of($1::uuid[], now()) a`;
  return ask(text, ids);
}

/** Ids that each function answers for. */
async function callEach(ask: Ask, world: World): Promise<Record<string, string[]>> {
  const series = world.Series.map(({ id }) => id);
  const all = everything(world).map(({ id }) => id);
  const points = `hub.sample_points($1::uuid[], '2026-01-01', '2027-01-01', 1000)`;
  const steps = (level: string) =>
    `hub.sample_steps_${level}($1::uuid[], array_fill('2026-01-01'::timestamptz, ARRAY[cardinality($1::uuid[])]), '2027-01-01', 1000, 400)`;
  const [since, until] = ['2026-01-01', '2027-01-01'].map(
    (at) => `array_fill('${at}'::timestamptz, ARRAY[cardinality($1::uuid[])])`,
  );
  const presence = `hub.series_presence($1::uuid[], '2026-01-01', '2027-01-01')`;
  const told = async (text: string, values: (string | null)[]) => {
    const known = values.filter((value) => value !== null);
    const rows = await ask<{ id: string }>(`SELECT DISTINCT f.id FROM ${text} ORDER BY 1`, [known]);
    return rows.map(({ id }) => id);
  };
  const addresses = world.Device.map(({ managementAddress }) => managementAddress);
  return {
    latest_sample: await told(
      '(SELECT l.series_id FROM shown.latest_sample l WHERE l.series_id = ANY ($1::uuid[])) f(id)',
      series,
    ),
    sample_points: await told(`${points} f(id)`, series),
    'sample_points with samples': await told(
      `(SELECT p.series_id FROM ${points} p WHERE p.points IS NOT NULL) f(id)`,
      series,
    ),
    sample_steps_5m: await told(`(SELECT p.series_id FROM ${steps('5m')} p WHERE p.points IS NOT NULL) f(id)`, series),
    sample_steps_1h: await told(`(SELECT p.series_id FROM ${steps('1h')} p WHERE p.points IS NOT NULL) f(id)`, series),
    sample_steps_1d: await told(`(SELECT p.series_id FROM ${steps('1d')} p WHERE p.points IS NOT NULL) f(id)`, series),
    series_presence: await told(`${presence} f(id)`, series),
    'series_presence with samples': await told(
      `(SELECT p.series_id FROM ${presence} p WHERE p.count > 0 AND p.first_at IS NOT NULL) f(id)`,
      series,
    ),
    'sample_instants by place': await told(
      `(SELECT ($1::uuid[])[i.n] FROM hub.sample_instants($1::uuid[], ${since}, ${until}, false) i WHERE i.instants IS NOT NULL) f(id)`,
      series,
    ),
    record_history: await told('hub.record_history($1::uuid[], NULL, 5) f(id)', all),
    record_as_of: await told('hub.record_as_of($1::uuid[], now()) f(id)', all),
    devices_by_serial: await told(
      'hub.devices_by_serial($1::text[]) f(id)',
      world.Device.map(({ serial }) => serial),
    ),
    devices_by_management_address: await told('hub.devices_by_management_address($1::inet[]) f(id)', addresses),
    interfaces_by_mac: await told(
      'hub.interfaces_by_mac($1::macaddr[]) f(id)',
      world.Interface.map(({ mac }) => mac),
    ),
  };
}

/** Without a scope there is nothing: no row of any table, nothing from any function. */
export async function seeNothingWithout(ask: Ask, world: World): Promise<unknown[]> {
  return [...(await ask(allRows)), ...Object.values(await callEach(ask, world)).flat()];
}
