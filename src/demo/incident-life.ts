import { incidentStates, type IncidentState } from '../incidents/incident.values';
import type { Random } from './random';

/** When an incident came to each of its stages; those it has not come to are null. */
export interface Life {
  detectedAt: string;
  awareAt: string;
  acknowledgedAt: string | null;
  containedAt: string | null;
  resolvedAt: string | null;
  closedAt: string | null;
}

const hour = 60;
const day = 24 * hour;

/** Minutes since an incident in this state was found: at least, and how many more at most. */
const ages: Readonly<Record<IncidentState, readonly [least: number, more: number]>> = {
  NEW: [15, 5 * hour],
  TRIAGED: [2 * hour, 18 * hour],
  IN_PROGRESS: [4 * hour, 2 * day],
  CONTAINED: [14 * hour, 3 * day],
  RESOLVED: [2 * day, 20 * day],
  CLOSED: [6 * day, 84 * day],
};

/** Instants that lie in their order, all of them before `end`. */
export function lifeOf(state: IncidentState, end: Date, random: Random): Life {
  const [least, more] = ages[state];
  const found = end.getTime() - (least + random.whole(more)) * 60_000;
  const after = (minutes: number) => new Date(found + minutes * 60_000).toISOString();
  const [aware, taken] = [random.whole(5), 10 + random.whole(50)];
  const contained = taken + 2 * hour + random.whole(8 * hour);
  const resolved = contained + hour + random.whole(day);
  const closed = resolved + day + random.whole(3 * day);
  const reached = (stage: IncidentState) => incidentStates.indexOf(state) >= incidentStates.indexOf(stage);
  return {
    detectedAt: after(0),
    awareAt: after(aware),
    acknowledgedAt: reached('TRIAGED') ? after(taken) : null,
    containedAt: reached('CONTAINED') ? after(contained) : null,
    resolvedAt: reached('RESOLVED') ? after(resolved) : null,
    closedAt: reached('CLOSED') ? after(closed) : null,
  };
}
