import type { Hub } from '../hub';
import type { Variables } from '../viewer';
import { outcomeOf } from './hidden';
import type { Organization } from './directory-model';
import type { Device } from './inventory-model';
import type { Incident } from './model';
import type { Onlooker } from './onlooker';
import { changesIn } from './write-references';

const upsert = (plural: string, record: Variables): [string, (owner: string) => Variables] => [
  `mutation($input: Upsert${plural}Input!) { written: upsert${plural}(input: $input) { created refused { code message } } }`,
  (owner) => ({ owner, source: 'probe', records: [{ externalId: 'probe', ...record }] }),
];
const content = {
  title: 'Outage',
  classification: { class: 'availability', type: 'outage' },
  severity: 'MAJOR',
  tlp: 'CLEAR',
};

/** Every mutation that names whom it writes for, with input that is sound. */
const mutations: [string, (owner: string) => Variables][] = [
  upsert('Sites', { code: 'probe', name: 'probe' }),
  upsert('Devices', { role: 'ROUTER' }),
  upsert('Links', { name: 'probe', kind: 'CABLE' }),
  upsert('Vrfs', { name: 'probe' }),
  upsert('Prefixes', { prefix: '10.0.0.0/8' }),
  upsert('Addresses', { address: '10.0.0.1/8' }),
  upsert('InformationSystems', { code: 'probe', name: 'probe', level: 1 }),
  upsert('Incidents', content),
  [
    'mutation($input: OpenIncidentInput!) { written: openIncident(input: $input) { incident { id } } }',
    (owner) => ({ owner, ...content }),
  ],
  [
    'mutation($input: IngestSamplesInput!) { written: ingestSamples(input: $input) { taken } }',
    (owner) => ({
      owner,
      source: 'probe',
      batches: [{ metric: 'up', timestamps: ['2026-05-01T00:00:00Z'], values: [1] }],
    }),
  ],
];

type Failure = { extensions: { code: string } };
async function codeOf(hub: Hub, onlooker: Onlooker, document: string, input: Variables): Promise<string | null> {
  const { errors } = await outcomeOf(hub, onlooker, document, { input });
  return (errors as Failure[])[0]?.extensions.code ?? null;
}

/** Writing for organizations that the key does not write for is forbidden, and leaves nothing. */
export async function writeForOthers(hub: Hub, onlooker: Onlooker, others: readonly Organization[]): Promise<void> {
  for (const { code } of others) {
    for (const [document, input] of mutations) {
      const before = await changesIn(hub);
      onlooker.agree(`${document} for ${code}`, await codeOf(hub, onlooker, document, input(code)), 'FORBIDDEN');
      onlooker.agree(`${document} for ${code}: what was written`, await changesIn(hub), before);
    }
  }
}

/** Whoever may write gets through: so that a refusal of the others says something. */
export async function writeForOwn(hub: Hub, onlooker: Onlooker, owner: Organization): Promise<void> {
  for (const [document, input] of mutations)
    onlooker.agree(`${document} for ${owner.code}`, await codeOf(hub, onlooker, document, input(owner.code)), null);
}

const copies = {
  Device: upsert('Devices', { role: 'POWER' })[0],
  Incident: upsert('Incidents', content)[0],
};

/** A record whose key another owner has too is made for the writer; the other's stays as it is. */
export async function writeSameKey(hub: Hub, onlooker: Onlooker, foreign: Device | Incident): Promise<void> {
  const table = foreign.type.toLowerCase();
  const row = () => hub.sql(`SELECT to_jsonb(t) AS row FROM ${table} t WHERE t.id = $1`, [foreign.id]);
  const rest = foreign.type === 'Device' ? { role: 'POWER' } : content;
  const record = { externalId: foreign.externalId, ...rest };
  const input = { owner: onlooker.organization.code, source: foreign.source, records: [record] };
  const before = await row();
  const { data } = await outcomeOf(hub, onlooker, copies[foreign.type], { input });
  onlooker.agree(`the key of ${foreign.type} ${foreign.id}`, data, { written: { created: 1, refused: [] } });
  onlooker.agree(`${foreign.type} ${foreign.id} of another`, await row(), before);
}

const keeping =
  'mutation($input: UpsertOrganizationsInput!) { written: upsertOrganizations(input: $input) { created updated } }';
const regions = 'mutation($input: UpsertRegionsInput!) { written: upsertRegions(input: $input) { created } }';

/** What the steward of a center may not do to the directory: to itself, to what is not below it, to the community, to regions. */
export async function keepDirectory(
  hub: Hub,
  onlooker: Onlooker,
  child: Organization,
  stranger: Organization,
): Promise<void> {
  const own = onlooker.organization;
  const record = ({ code, name, kind, parent }: Organization): Variables => ({
    code,
    name,
    kind,
    parent: parent?.code,
  });
  const attempts: Variables[] = [
    { ...record(own), parent: stranger.code },
    { ...record(own), parent: null },
    { ...record(own), parent: child.code },
    { ...record(own), communityMember: true },
    { ...record(own), name: 'renamed' },
    { ...record(child), communityMember: true },
    { ...record(child), parent: stranger.code },
    { ...record(child), parent: own.parent?.code },
    { ...record(stranger), name: 'renamed' },
    { ...record(stranger), parent: own.code },
    { code: 'NEW', name: 'new', kind: 'AGENCY', parent: stranger.code },
    { code: 'NEW', name: 'new', kind: 'NATIONAL_CENTER', parent: null },
  ];
  const before = await changesIn(hub);
  for (const attempt of attempts) {
    const code = await codeOf(hub, onlooker, keeping, { records: [attempt] });
    onlooker.agree(`organization ${JSON.stringify(attempt)}`, code, 'FORBIDDEN');
  }
  const places = [
    { code: 'NEW', name: 'new' },
    { code: onlooker.world.Region[0]!.code, name: 'renamed' },
  ];
  for (const place of places)
    onlooker.agree(`region ${place.code}`, await codeOf(hub, onlooker, regions, { records: [place] }), 'FORBIDDEN');
  onlooker.agree('the directory: what was written', await changesIn(hub), before);
}
