import type { Hub } from '../../../hub';
import type { Random } from '../../../random';
import type { Variables } from '../../../viewer';
import type { Onlooker } from '../../onlooker/onlooker';
import { nameless, outcomeOf, type Outcome } from '../../onlooker/outcome';
import type { TypeName } from '../../world/things';
import { countChanges } from './count-changes';
import { waysToName } from './ways-to-name';

/** A write that refers to one record. */
interface Writing {
  mutation: string;
  target: TypeName;
  record: (ref: Variables) => Variables;
}

const refused = 'refused { index field code message }';
const upserting = (plural: string, target: TypeName, record: Writing['record']): Writing => ({
  mutation: `mutation($input: Upsert${plural}Input!) { written: upsert${plural}(input: $input) { created ids ${refused} } }`,
  target,
  record,
});

const incident = {
  title: 'Outage',
  classification: { class: 'availability', type: 'outage' },
  severity: 'MAJOR',
  tlp: 'AMBER',
};
const subjects: [TypeName, string][] = [
  ['Site', 'site'],
  ['Device', 'device'],
  ['Interface', 'interface'],
  ['Link', 'link'],
  ['InformationSystem', 'informationSystem'],
];
const link = { name: 'probe', kind: 'CABLE' };
const system = { code: 'probe', name: 'probe', level: 1 };

const writings: Writing[] = [
  upserting('Devices', 'Site', (site) => ({ role: 'ROUTER', site })),
  upserting('Prefixes', 'Site', (site) => ({ prefix: '10.0.0.0/8', site })),
  upserting('Prefixes', 'Vrf', (vrf) => ({ prefix: '10.0.0.0/8', vrf })),
  upserting('Addresses', 'Vrf', (vrf) => ({ address: '10.0.0.1/8', vrf })),
  upserting('Addresses', 'Interface', (port) => ({ address: '10.0.0.1/8', interface: port })),
  upserting('Interfaces', 'Device', (device) => ({ name: 'eth0', device })),
  upserting('Links', 'Site', (site) => ({ ...link, a: { site } })),
  upserting('Links', 'Device', (device) => ({ ...link, b: { device } })),
  upserting('Links', 'Interface', (port) => ({ ...link, a: { interface: port } })),
  upserting('InformationSystems', 'Device', (device) => ({ ...system, devices: [device] })),
  upserting('InformationSystems', 'InformationSystem', (part) => ({ ...system, parts: [part] })),
  upserting('InformationSystems', 'InformationSystem', (need) => ({ ...system, dependsOn: [need] })),
  ...subjects.map(([type, field]) =>
    upserting('Incidents', type, (ref) => ({ ...incident, affects: [{ [field]: ref }] })),
  ),
];

const ingesting = `mutation($input: IngestSamplesInput!) { written: ingestSamples(input: $input) { taken newSeries ${refused} } }`;

/** A reference to a hidden record is refused as one to a record that never was, and nothing is written. */
export async function referToHidden(hub: Hub, onlooker: Onlooker, random: Random): Promise<void> {
  const { sight, organization } = onlooker;
  const batch = { owner: organization.code, source: 'probe' };
  const ways = [
    ...writings.map(({ mutation, target, record }) => ({
      ...{ mutation, target },
      input: (ref: Variables) => ({ ...batch, records: [{ externalId: 'probe', ...record(ref) }] }),
    })),
    ...subjects.map(([target, field]) => ({
      ...{ mutation: ingesting, target },
      input: (ref: Variables) => ({
        ...batch,
        batches: [{ metric: 'up', subject: { [field]: ref }, timestamps: [], values: [] }],
      }),
    })),
  ];
  for (const { mutation, target, input } of ways) {
    const hidden = sight.hidden.filter(({ type }) => type === target);
    if (hidden.length === 0) continue;
    const name = random.pick(waysToName(random.pick(hidden), random));
    const refer = (ref: Variables) => outcomeOf(hub, onlooker, mutation, { input: input(ref) });
    const before = await countChanges(hub);
    const [far, missing] = [await refer(name.hidden), await refer(name.missing)];
    const where = `${mutation} with hidden ${JSON.stringify(name.hidden)}`;
    onlooker.agree(where, nameless(far, ...name.words), nameless(missing, ...name.words));
    onlooker.agree(`${where}: the refusal`, codeOf(far), 'UNKNOWN_REFERENCE');
    onlooker.agree(`${where}: what was written`, await countChanges(hub), before);
  }
}

const codeOf = ({ data }: Outcome): unknown =>
  (data as { written?: { refused?: { code: string }[] } } | null)?.written?.refused?.[0]?.code;
