import type { Db } from '../kernel/postgres/session';
import { subjectKinds } from '../monitoring/subject';
import type { Evidence } from './evidence';
import type { Concerned } from './find-holds';
import { causesTogether, isFailing, isTold, openAfter, type Case } from './life/causes-together.rules';
import { findSpeakers, type Failure } from './life/network.store';
import type { OpenWarning } from './life/suppression.rules';
import { Surroundings, type Subject } from './life/surroundings';
import type { StandingRow } from './standing.store';
import { rowBegun, rowSaid, standingOf, type Home } from './warning-rows';

/** A warning with what it will say once its evidence is taken. */
interface Judged {
  row: StandingRow;
  subject: Subject | null;
  of: Case;
  /** Whether the network around it has to be looked at: for the rest stays what was found. */
  isChanged: boolean;
}

/** What each of these is caused by, by the topology; in their order. Nothing is read where nothing opens, clears or is looked at again. */
export async function findCauses(
  db: Db,
  concerned: readonly Concerned[],
  homes: ReadonlyMap<Evidence, Home>,
  now: Date,
): Promise<(string | null)[]> {
  const judged = concerned.map((one) => judge(one, homes, now));
  const changed = judged.filter(({ isChanged }) => isChanged);
  if (changed.length === 0) return judged.map(causeBefore);
  const speakers = await findSpeakers(
    db,
    changed.map(({ row }) => row.writerId),
    changed.map(({ subject }) => subject!.id),
  );
  changed.forEach(({ of }, i) => (of.mayCause = speakers[i]!));
  const around = await Surroundings.around(
    db,
    changed.map(({ subject }) => subject!),
  );
  const own = new Set(changed.map(({ of }) => of.id));
  const others = [...around.failures.values()].filter(({ id }) => !own.has(id)).flatMap(openOf);
  const causes = causesTogether(
    around.things(),
    changed.map(({ of }) => of),
    others,
    now,
  );
  const causeOf = new Map(changed.map((one, i) => [one, causes[i]!]));
  return judged.map((one) => (one.isChanged ? (causeOf.get(one) ?? null) : causeBefore(one)));
}

const causeBefore = ({ row }: Judged): string | null => (row.state === 'SUPPRESSED' ? row.causedById : null);

/** Another's warning, as it is: it is a cause perhaps, and is not judged here. */
function openOf({ id, subjectId, nature, mayCause, state, firing, raisedAt }: Failure): OpenWarning[] {
  if (!isFailing({ state, firing })) return [];
  const isDown = nature === 'DOWN' && mayCause;
  return [{ id, thing: subjectId, isDown, isTold: isTold({ state }), raisedAt: new Date(raisedAt) }];
}

function judge({ standing, seen, newId }: Concerned, homes: ReadonlyMap<Evidence, Home>, now: Date): Judged {
  const said = seen.filter(({ firing }) => firing).toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const last = said.at(-1) ?? null;
  const before = standing ?? rowBegun(seen[0]!, newId);
  const row = rowSaid(before, last, last && (homes.get(last) ?? null));
  const subject = subjectIn(row);
  const of: Case = {
    ...{ id: before.id, newId, standing: standing && standingOf(standing), seen, nature: row.nature },
    ...{ thing: subject?.id ?? null, mayCause: false },
  };
  const concerns = subject !== null && (row.nature !== 'OTHER' || before.nature !== 'OTHER');
  return {
    row: before,
    subject,
    of,
    isChanged: concerns && (seen.length === 0 || opensOrCloses(of, row, before, now)),
  };
}

function opensOrCloses(of: Case, row: StandingRow, before: StandingRow, now: Date): boolean {
  const wasOpen = of.standing !== null && isFailing(of.standing);
  const isOpen = openAfter(of, now) !== null;
  return (
    wasOpen !== isOpen || (isOpen && (row.nature !== before.nature || subjectIn(row)?.id !== subjectIn(before)?.id))
  );
}

function subjectIn(row: StandingRow): Subject | null {
  for (const { property, column } of subjectKinds) {
    const id = (row as unknown as Record<string, string | null>)[property];
    if (id) return { column, id };
  }
  return null;
}
