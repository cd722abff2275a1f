import type { Evidence } from '../../../src/warnings/evidence';
import { createRandom } from '../random';

/** A region: NMC, a core behind one link, switches behind the core, servers behind each switch. */
export interface Region {
  writerId: string;
  coreLink: string;
  core: string;
  switches: string[];
  /** by switch, in their order */
  servers: string[][];
}

export interface Batch {
  minute: number;
  evidence: Evidence[];
}

export const dayBegins = Date.parse('2026-11-23T00:00:00Z');
export const at = (minute: number): Date => new Date(dayBegins + minute * 60_000);

/** The core link is cut from minute 480 to 600. Some servers fail meanwhile by themselves, and are repaired later. */
export const cutAt = 480;
export const repairedAt = 600;

/** What a probe says in the course of that day, a batch a minute in which anything changes: and what is truly still broken when the link is back. */
export function failingDay(region: Region): { batches: Batch[]; stillBroken: string[] } {
  const random = createRandom(20_261_125);
  const said: { minute: number; id: string; firing: boolean }[] = [];
  const outage = (id: string, from: number, to: number) =>
    said.push({ minute: from, id, firing: true }, { minute: to, id, firing: false });
  const servers = region.servers.flat();
  // In the morning and in the evening some fail by themselves, one after the other.
  servers.slice(0, 10).forEach((id, i) => outage(id, 60 + i * 7, 200 + i * 3));
  servers.slice(0, 10).forEach((id, i) => outage(id, 900 + i * 7, 1100 + i * 3));
  // All behind the link is silent while it is cut: each is polled within three minutes, and heard of again within three.
  const stillBroken = servers.filter(() => random.chance(0.1));
  outage(region.coreLink, cutAt, repairedAt);
  for (const id of [region.core, ...region.switches, ...servers])
    outage(id, cutAt + random.whole(3), stillBroken.includes(id) ? repairedAt + 120 : repairedAt + random.whole(3));
  const minutes = [...new Set(said.map(({ minute }) => minute))].sort((a, b) => a - b);
  const batches = minutes.map((minute) => ({
    minute,
    evidence: said
      .filter((one) => one.minute === minute)
      .map(({ id, firing }) => evidenceOf(region, id, firing, minute)),
  }));
  return { batches, stillBroken };
}

function evidenceOf({ writerId, coreLink }: Region, id: string, firing: boolean, minute: number): Evidence {
  return {
    ...{ writerId, fingerprint: id, source: 'probe', ruleId: null, seriesId: null, labels: {}, nature: 'DOWN' },
    ...{ subject: { column: id === coreLink ? 'link_id' : 'device_id', id }, firing, severity: 'MAJOR' },
    ...{ at: at(minute), explanation: 'Không liên lạc được.' },
  };
}
