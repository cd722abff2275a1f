import type { IncidentState, TimelineKind } from '../incidents/incident.values';
import type { Tlp } from '../sharing/sharing.values';
import type { Life } from './incident-life';
import type { Story } from './incident-stories';
import type { Random } from './random';

interface Line {
  author: string;
  kind: TimelineKind;
  at: string;
  text: string;
}

/** An entry of a timeline; its author is a party of the incident. */
export interface Entry extends Line {
  externalId: string;
  /** Its incident's marking unless said. */
  tlp: Tlp | null;
}

interface Told {
  story: Story;
  state: IncidentState;
  life: Life;
  owner: string;
  reporter: string;
  coworkers: readonly string[];
}

/** What was written down while the incident lasted, oldest first; now and then under a marking of its own. */
export function tellTimeline(incident: number, told: Told, random: Random): Entry[] {
  const lines = [...beginning(told), ...work(told), ...ending(told)].sort((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  );
  return lines.map((line, i) => ({
    ...line,
    externalId: `demo-${incident + 1}-${i + 1}`,
    tlp: random.chance(0.25) ? random.pick(['CLEAR', 'AMBER_STRICT', 'AMBER_STRICT', 'RED'] as const) : null,
  }));
}

const later = (instant: string, minutes: number): string =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString();

function beginning({ story, life, owner, reporter }: Told): Line[] {
  const first: Line = {
    author: reporter,
    kind: 'NOTE',
    at: life.detectedAt,
    text: `Ghi nhận ban đầu. ${story.summary}`,
  };
  if (!life.acknowledgedAt) return [first];
  return [
    first,
    { author: owner, kind: 'STATE_CHANGE', at: life.acknowledgedAt, text: 'Ca trực đã tiếp nhận và phân loại.' },
  ];
}

/** Steps are taken once somebody works on it, the co-workers say so. */
function work({ story, state, life, owner, coworkers }: Told): Line[] {
  if (!life.acknowledgedAt || state === 'TRIAGED') return [];
  const start = life.acknowledgedAt;
  const steps = life.containedAt ? story.steps : story.steps.slice(0, 1);
  return [
    { author: owner, kind: 'STATE_CHANGE', at: later(start, 12), text: 'Bắt đầu xử lý.' },
    ...steps.map((text, i): Line => ({ author: owner, kind: 'ACTION', at: later(start, 40 + i * 45), text })),
    ...coworkers.map((author, i): Line => ({
      ...{ author, kind: 'COMMUNICATION', at: later(start, 30 + i * 20) },
      text: 'Đã nhận thông tin, đang phối hợp kiểm tra phía chúng tôi.',
    })),
  ];
}

function ending({ life, owner }: Told): Line[] {
  const stages: [string | null, string][] = [
    [life.containedAt, 'Đã khoanh vùng, không lan rộng thêm.'],
    [life.resolvedAt, 'Dịch vụ trở lại bình thường.'],
    [life.closedAt, 'Đóng sự cố sau khi rà soát nguyên nhân.'],
  ];
  return stages.flatMap(([at, text]): Line[] => (at ? [{ author: owner, kind: 'STATE_CHANGE', at, text }] : []));
}
