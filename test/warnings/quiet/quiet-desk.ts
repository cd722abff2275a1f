import type { Hub } from '../../support/hub';
import type { Made } from '../../support/inventory-builders';
import type { Variables, Viewer } from '../../support/viewer';

export const savingSilence = `mutation Save($input: SaveSilenceInput!) {
  saved: saveSilence(input: $input) {
    silence { id reason startsAt endsAt endedAt setBy labels mostSeverity externalId owner { code } quiets { nodes { code } } subject { __typename ... on Node { id } } }
  }
}`;
export const endingSilence = `mutation End($id: ID!) { ended: endSilence(input: { id: $id }) { silence { id endedAt } } }`;
export const scheduling = `mutation Schedule($input: ScheduleMaintenanceInput!) {
  scheduled: scheduleMaintenance(input: $input) {
    outcome
    maintenance {
      id title status impact startsAt endsAt sequence stampedAt providerName reference owner { code } provider { code }
      objects { nodes { circuit impact subject { __typename ... on Node { id } } } }
    }
  }
}`;

export interface SavedSilence {
  id: string;
  [field: string]: unknown;
}
export interface Scheduled {
  outcome: string;
  maintenance: {
    id: string;
    status: string;
    objects: { nodes: { circuit: string | null; impact: string; subject: { id: string } | null }[] };
    [field: string]: unknown;
  };
}

export const hours = (count: number): string => new Date(Date.now() + count * 3_600_000).toISOString();

export async function silence(viewer: Viewer, input: Variables): Promise<SavedSilence> {
  const terms = { owner: 'NMC', reason: 'Thay tuyến cáp quang', endsAt: hours(2), ...input };
  const { saved } = await viewer.data<{ saved: { silence: SavedSilence } }>(savingSilence, { input: terms });
  return saved.silence;
}

export async function schedule(viewer: Viewer, input: Variables): Promise<Scheduled> {
  const terms = { ...{ owner: 'NMC', source: 'noc', externalId: 'work-1', title: 'Bảo trì' }, ...window(-1, 1) };
  const { scheduled } = await viewer.data<{ scheduled: Scheduled }>(scheduling, {
    input: { ...terms, status: 'CONFIRMED', ...input },
  });
  return scheduled;
}

export const window = (from: number, to: number) => ({ startsAt: hours(from), endsAt: hours(to) });

export interface Ask {
  subject?: Made;
  /** code of the organization that owns the subject */
  owner?: string;
  /** code of the organization that raised the warning; the owner unless said */
  writer?: string;
  severity?: string;
  labels?: Record<string, string>;
  at?: string;
}

/** What holds back a warning, as `SILENCE sil_…`; null where nothing does. */
export async function quietedBy(hub: Hub, ask: Ask): Promise<string | null> {
  const { owner = ask.subject?.owner ?? 'NMC', severity = 'MAJOR', labels = {}, at = hours(0) } = ask;
  const [found] = await hub.sql<{ by: string }>(
    `SELECT q.kind || ' ' || q.by_id AS by
       FROM private.quieted(ARRAY[$1::uuid], ARRAY(SELECT o.id FROM organization o WHERE o.code = $2), ARRAY(SELECT o.id FROM organization o WHERE o.code = $3),
                            ARRAY[$4], ARRAY[$5::jsonb], ARRAY[NULL::uuid], $6) q`,
    [ask.subject?.id.slice(4) ?? null, owner, ask.writer ?? owner, severity, JSON.stringify(labels), at],
  );
  return found?.by ?? null;
}

export const bySilence = ({ id }: { id: string }): string => `SILENCE ${id.slice(4)}`;
export const byMaintenance = ({ maintenance: { id } }: Scheduled): string => `MAINTENANCE ${id.slice(4)}`;
