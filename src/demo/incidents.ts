import type { IncidentRecord } from '../incidents/incident.record.type';
import { incidentStates, type DatePrecision, type IncidentState } from '../incidents/incident.values';
import { markings, severities, type Tlp } from '../sharing/sharing.values';
import type { SubjectRef } from '../monitoring/subject';
import { stories, type Story, type StoryPlace } from './incident-stories';
import { lifeOf, type Life } from './incident-life';
import { tellTimeline, type Entry } from './incident-timeline';
import type { System } from './information-systems';
import { refFrom, type Device, type Line, type Part, type Site } from './model';
import { onlookers, organizationCodes } from './organizations';
import { createRandom, type Random } from './random';

export interface Incident {
  owner: string;
  /** Whose key first wrote it. */
  reporter: string;
  record: IncidentRecord;
  entries: Entry[];
}

export interface Estate {
  sites: readonly Site[];
  devices: readonly Device[];
  lines: readonly Line[];
  systems: readonly System[];
}

/** So many that every state, severity and marking occurs, with owners that the three keys of the demonstration look at. */
const complete = 30;
const looking = Object.values(onlookers);

const states: readonly IncidentState[] = [
  ...(['NEW', 'TRIAGED', 'TRIAGED', 'IN_PROGRESS', 'IN_PROGRESS', 'CONTAINED', 'RESOLVED', 'RESOLVED'] as const),
  ...(['RESOLVED', 'CLOSED', 'CLOSED', 'CLOSED', 'CLOSED', 'CLOSED', 'CLOSED', 'CLOSED'] as const),
];
const usual: readonly Tlp[] = [
  'CLEAR',
  'GREEN',
  'GREEN',
  'AMBER',
  'AMBER',
  'AMBER',
  'AMBER',
  'AMBER_STRICT',
  'AMBER_STRICT',
  'RED',
];

/** 300 incidents at full scale; `end` is the instant that the demonstration takes for now. */
export function generateIncidents(scale: number, estate: Estate, end: Date): Incident[] {
  const count = Math.max(2 * complete, Math.round(300 * scale));
  return Array.from({ length: count }, (_, i) => generateIncident(i, estate, end));
}

function generateIncident(number: number, estate: Estate, end: Date): Incident {
  const random = createRandom(`incident:${number}`);
  const first = number < complete;
  const owner = first ? looking[Math.floor(number / 2) % 3]! : random.pick(estate.devices).owner;
  const places = placesOf(owner, estate);
  const story = random.pick(stories.filter(({ at }) => places[at].length > 0));
  const place = random.pick(places[story.at]);
  const state = first ? incidentStates[number % incidentStates.length]! : random.pick(states);
  const severity = first ? severities[number % severities.length]! : random.pick(story.severities);
  const tlp = first ? markings[number % markings.length]! : random.pick(usual);
  const life = lifeOf(state, end, random);
  const parties = invite(owner, tlp, random);
  const record = { ...describe(story, place.name, life, random), affects: place.affects, severity, state, tlp };
  return {
    owner,
    reporter: parties.reporter,
    record: {
      externalId: `demo-${number + 1}`,
      ...record,
      coworkers: parties.coworkers,
      recipients: parties.recipients,
    },
    entries: tellTimeline(number, { story, state, life, owner, ...parties }, random),
  };
}

interface Place {
  name: string;
  affects: SubjectRef[];
}

/** Where something may happen to an owner. The record is its owner's to write, so it names what the owner sees. */
function placesOf(owner: string, { sites, devices, lines, systems }: Estate): Record<StoryPlace, Place[]> {
  const mine = <T extends { owner: string }>(things: readonly T[]) => things.filter((thing) => thing.owner === owner);
  const ref = (to: { owner: string; id: string }) => refFrom(owner, to);
  const built = (...parts: Part[]) =>
    mine(devices)
      .filter(({ part, status }) => parts.includes(part) && status !== 'PLANNED' && status !== 'RETIRED')
      .map((device) => ({ name: device.id, affects: [{ device: ref(device) }] }));
  return {
    router: built('core', 'edge'),
    server: built('server'),
    device: built('core', 'edge', 'firewall', 'fabric', 'distribution', 'access', 'server'),
    site: mine(sites).map((site) => ({ name: site.name, affects: [{ site: ref(site) }] })),
    line: mine(lines)
      .filter(({ kind }) => kind === 'CIRCUIT' || kind === 'TUNNEL')
      .map((line) => ({
        name: line.name,
        affects: [{ link: ref(line) }, ...mine([line.a, line.b]).map((port) => ({ interface: ref(port) }))],
      })),
    system: mine(systems).map((system) => ({
      name: system.name,
      affects: [
        { informationSystem: ref(system) },
        ...mine(system.devices)
          .slice(0, 3)
          .map((device) => ({ device: ref(device) })),
      ],
    })),
  };
}

interface Parties {
  reporter: string;
  coworkers: string[];
  recipients: string[];
}

function invite(owner: string, tlp: Tlp, random: Random): Parties {
  const others = organizationCodes.filter((code) => code !== owner);
  const some = (probability: number) =>
    random.chance(probability)
      ? random
          .shuffled(others)
          .slice(0, 1 + random.whole(2))
          .sort()
      : [];
  return {
    reporter: random.chance(0.1) ? random.pick(others) : owner,
    coworkers: some(0.25),
    recipients: some(tlp === 'RED' ? 0.7 : 0.15),
  };
}

type Described = 'title' | 'summary' | 'classification' | 'labels' | 'links';
type Timed = 'occurredAt' | 'occurredAtPrecision' | keyof Life;

function describe(story: Story, name: string, life: Life, random: Random): Pick<IncidentRecord, Described | Timed> {
  const precision: DatePrecision = random.chance(0.12) ? random.pick(['DAY', 'DAY', 'MONTH', 'YEAR']) : 'SECOND';
  const occurred = new Date(Date.parse(life.detectedAt) - (3 + random.whole(240)) * 60_000).toISOString();
  return {
    title: story.title.replace('{}', name),
    summary: story.summary,
    classification: { class: story.class, type: story.type },
    labels: [...story.labels],
    links: random.chance(0.1) ? [`https://bao-cao.example/su-co/${1000 + random.whole(9000)}`] : [],
    ...life,
    occurredAt: startOf(precision, occurred),
    occurredAtPrecision: precision,
  };
}

/** The first instant of the second, day, month or year, in UTC. */
function startOf(precision: DatePrecision, instant: string): string {
  const kept = { YEAR: 4, MONTH: 7, DAY: 10, SECOND: 19 }[precision];
  return instant.slice(0, kept) + '0000-01-01T00:00:00Z'.slice(kept);
}
