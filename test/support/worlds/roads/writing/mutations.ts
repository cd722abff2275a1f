import type { Variables } from '../../../viewer';

export const upsert = (plural: string, record: Variables): [string, (owner: string) => Variables] => [
  `mutation($input: Upsert${plural}Input!) { written: upsert${plural}(input: $input) { created refused { code message } } }`,
  (owner) => ({ owner, source: 'probe', records: [{ externalId: 'probe', ...record }] }),
];
export const content = {
  title: 'Outage',
  classification: { class: 'availability', type: 'outage' },
  severity: 'MAJOR',
  tlp: 'CLEAR',
};

/** Every mutation that names whom it writes for, with input that is sound. */
export const mutations: [string, (owner: string) => Variables][] = [
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
