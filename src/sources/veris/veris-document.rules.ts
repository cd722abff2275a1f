import { verisCodes as codes } from './veris-codes';
import { anything, code, findFault, flag, isRecord, list, number, record, text } from './veris-shape.rules';
import type { Fault, Fields, RecordShape, Shape } from './veris-shape.rules';

/** A document that `faultOfDocument` had nothing against. */
export type VerisDocument = Readonly<Record<string, unknown>>;

/**
 * The versions read: 1.2, 1.3 and 1.4. A document of 1.2 is read leniently: its tools wrote every field, the empty ones
 * too, and knew fields that went away since.
 *
 * Left out on purpose, since nothing here is built on them: the insides of `value_chain`, `plus`, `extra` and
 * `subsets`, the list of currencies (any code of letters passes), fields that only some of 1.3 and 1.4 require
 * (`summary`, `victim`'s `government`, `asset.cloud`), and VERIS's rules between fields ("malware implies Software
 * installation").
 */
export function faultOfDocument(document: unknown): Fault | undefined {
  if (!isRecord(document)) return { path: '', code: 'WRONG_TYPE', reason: 'send one VERIS incident, a JSON object' };
  const version = document['schema_version'];
  if (typeof version !== 'string') return { path: 'schema_version', code: 'MISSING', reason: 'write it, like "1.3.4"' };
  const minor = /^1[._]([234])([._]\d{1,3})?$/.exec(version)?.[1];
  if (minor === undefined) return unsupported;
  return findFault(document, incident, '', { lenient: minor === '2' });
}

const unsupported: Fault = {
  path: 'schema_version',
  code: 'UNSUPPORTED_VERSION',
  reason: 'VERIS 1.2, 1.3 and 1.4 are read: convert the document to one of them',
};

const words: Shape = { kind: 'text', mayBeEmpty: true, pattern: /^/, hint: 'a text' };
const note: Shape = { ...words, mayBeEmpty: false };
const identifier = text(/^[\x21-\x7e]([\x20-\x7e]{0,198}[\x21-\x7e])?$/, '1 to 200 printable ASCII characters');
const industry = text(/^(\d{2,8}|\d\d-\d\d)$/, 'a NAICS code, like "517311", or a range, like "31-33"');
const region = list(text(/^\d{6}$/, 'six digits: a UN M49 region and subregion'));
const currency = text(/^[A-Za-z]{3,8}$/, 'a currency code, like "EUR"');
const count = number(true, 0);
const money = number(false, Number.MIN_SAFE_INTEGER);
const country = list(code(codes.country));
const motive = list(code(codes.motive));
const result = list(code(codes.result));
const duration = record({ unit: code(codes.duration) }, { value: number(false, 0) });
const remark = record({}, { notes: note, result }, true);

const timeline: RecordShape = {
  ...record({}, { compromise: duration, exfiltration: duration, discovery: duration, containment: duration }),
  core: {
    incident: {
      ...record({}, { month: number(true, 1, 12), day: number(true, 1, 31), time: note }),
      core: { year: number(true, 1950, 2050) },
    },
  },
};

const victim = record(
  { country, employee_count: code(codes.employees), industry },
  {
    victim_id: words,
    region,
    state: words,
    government: list(code(codes.government)),
    locations_affected: count,
    notes: note,
    revenue: record({}, { amount: money, iso_currency_code: currency }),
    secondary: record({}, { amount: count, notes: note, victim_id: list(words, false) }),
  },
);

const actor = record(
  {},
  {
    external: record(
      { variety: list(code(codes.externalActor)), motive },
      { country, region, name: list(words), notes: note },
    ),
    internal: record(
      { variety: list(code(codes.internalActor)), motive },
      { job_change: list(code(codes.jobChange)), notes: note },
    ),
    partner: record({ country, motive }, { industry, region, name: list(words), notes: note }),
    unknown: remark,
    Unknown: remark,
  },
);

const action = record(
  {},
  {
    malware: act(codes.malware, codes.malwareVector, { result, name: words, cve: words }),
    hacking: act(codes.hacking, codes.hackingVector, { result, cve: words }),
    social: act(codes.social, codes.socialVector, { result }, { target: list(code(codes.socialTarget)) }),
    misuse: act(codes.misuse, codes.misuseVector, { result }),
    physical: act(codes.physical, codes.physicalVector, { result, location: list(code(codes.physicalVector)) }),
    error: act(codes.error, codes.errorVector, {}),
    environmental: record({ variety: list(code(codes.environmental)) }, { notes: note }),
    unknown: remark,
    Unknown: remark,
  },
);

const asset = record(
  {},
  {
    assets: list(record({ variety: code(codes.asset) }, { amount: count })),
    total_amount: number(false, 0),
    country,
    cloud: list(code(codes.cloud)),
    accessibility: list(code(codes.accessibility)),
    governance: list(code(codes.governance)),
    hosting: list(code(codes.hosting)),
    management: list(code(codes.management)),
    ownership: list(code(codes.ownership)),
    role: list(code(codes.assetRole)),
    notes: note,
  },
);

const attribute = record(
  {},
  {
    confidentiality: record(
      { data_disclosure: code(codes.disclosure) },
      {
        data: list(record({ variety: code(codes.data) }, { amount: count }), false),
        data_total: count,
        data_volume: count,
        data_victim: list(code(codes.dataVictim)),
        state: list(code(codes.dataState)),
        notes: note,
      },
    ),
    integrity: record({ variety: list(code(codes.integrity)) }, { notes: note }),
    availability: record({ variety: list(code(codes.availability)) }, { duration, notes: note }),
    unknown: remark,
  },
);

const found = (values: ReadonlySet<string>) => record({ variety: list(code(values)) }, {});

const discovery: Shape = {
  kind: 'either',
  text: code(codes.discovery),
  record: record(
    {},
    {
      external: found(codes.externalDiscovery),
      internal: found(codes.internalDiscovery),
      partner: found(codes.partnerDiscovery),
      other: flag,
      unknown: flag,
    },
  ),
};

const amounts: Fields = { amount: money, min_amount: money, max_amount: money };

const impact = record(
  { overall_rating: code(codes.impact) },
  {
    iso_currency_code: currency,
    overall_amount: money,
    overall_min_amount: money,
    overall_max_amount: money,
    loss: list(record({ variety: code(codes.loss) }, { rating: code(codes.lossRating), ...amounts }), false),
    notes: note,
  },
);

const incident: RecordShape = {
  ...record(
    { action, actor, asset, discovery_method: discovery },
    {
      attribute,
      victim,
      impact,
      confidence: code(codes.confidence),
      targeted: code(codes.targeted),
      cost_corrective_action: code(codes.correctiveCost),
      ioc: list(record({ indicator: words }, { comment: words }), false),
      discovery_notes: note,
      notes: note,
      ...each(['summary', 'reference', 'source_id', 'campaign_id', 'schema_name'], words),
      ...each(['corrective_action', 'control_failure'], words),
      ...each(['value_chain', 'plus', 'extra', 'subsets'], anything),
    },
  ),
  core: { schema_version: words, incident_id: identifier, security_incident: code(codes.incident), timeline },
};

function each(names: readonly string[], shape: Shape): Fields {
  return Object.fromEntries(names.map((name) => [name, shape]));
}

function act(variety: ReadonlySet<string>, vector: ReadonlySet<string>, more: Fields, required: Fields = {}): Shape {
  return record({ variety: list(code(variety)), vector: list(code(vector)), ...required }, { notes: note, ...more });
}
