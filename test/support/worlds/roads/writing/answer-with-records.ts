import type { Random } from '../../../random';
import { maskedFragments } from '../../answers/masked-fields';
import type { Onlooker } from '../../onlooker/onlooker';
import { shuffled } from '../../world/chance';
import { idOf, type Thing } from '../../world/things';

const affects = `affects { ... on Node { id history { nodes { before after } } } ${maskedFragments} }`;
const opening = `mutation($input: OpenIncidentInput!) { openIncident(input: $input) { incident { id tlp ${affects} } } }`;
const adding = `mutation($input: AddTimelineEntryInput!) {
  addTimelineEntry(input: $input) { timelineEntry { id incident { id ${affects} } } }
}`;

/** A write names what its key sees in part: its answer shows as little of it as any other. */
export async function answerWithRecords(onlooker: Onlooker, random: Random): Promise<void> {
  const { sight, organization } = onlooker;
  const pick = <T extends Thing>(things: T[]): T[] => {
    const inPart = things.filter((one) =>
      (['SERIAL', 'MANAGEMENT_ADDRESS', 'COORDINATES', 'MAC', 'DESCRIPTION'] as const).some((mask) =>
        sight.withholds(one, mask),
      ),
    );
    return [...inPart, ...shuffled(random, things)].slice(0, 3);
  };
  const input = {
    ...{ owner: organization.code, title: 'In part', severity: 'MINOR', tlp: 'RED' },
    classification: { class: 'availability', type: 'outage' },
    affects: [
      ...pick(sight.all('Device')).map((thing) => ({ device: { id: idOf(thing) } })),
      ...pick(sight.all('Site')).map((thing) => ({ site: { id: idOf(thing) } })),
      ...pick(sight.all('Interface')).map((thing) => ({ interface: { id: idOf(thing) } })),
    ],
  };
  const unique = [...new Map(input.affects.map((one) => [JSON.stringify(one), one])).values()];
  const { openIncident } = await onlooker.ask<{ openIncident: { incident: { id: string } } }>('openIncident', opening, {
    input: { ...input, affects: unique },
  });
  const entry = { incident: openIncident.incident.id, text: 'also' };
  await onlooker.ask('addTimelineEntry', adding, { input: entry });
}
