import type { Random } from '../../../random';
import type { Onlooker } from '../../onlooker/onlooker';
import { isAbove } from '../../oracle/trees';
import type { Watchtower } from '../../oracle/watchtower';
import { maybe, someOf } from '../../world/chance';
import type { Incident } from '../../world/incident-model';
import type { Site } from '../../world/inventory-model';
import type { Warning } from '../../world/warning-model';
import { markings, severities, type Mask, type Party } from '../../world/sharing-model';
import { idOf, type Thing } from '../../world/things';

/** A record that is not written: as the API is asked, and as a thing of the world that is in no list. */
interface Draft {
  of: object;
  thing: Thing;
}

function someDraft({ world, organization }: Onlooker, random: Random): Draft {
  const owner = random.pick(world.Organization.filter((one) => isAbove(organization, one)));
  const region = maybe(random, 0.5, random.pick(world.Region));
  const asked = { owner: owner.code, ...(region && { region: region.code }) };
  if (random.chance(0.4)) {
    const thing = { ...world.Site[0]!, owner, region } satisfies Site;
    return { of: { ...asked, dataset: 'INVENTORY' }, thing };
  }
  const [tlp, severity] = [random.pick(markings), random.pick(severities)];
  if (random.chance(0.3)) {
    const subject = { ...world.Site[0]!, owner, region } satisfies Site;
    const thing = { ...world.Warning[0]!, writer: owner, subject, severity } satisfies Warning;
    return { of: { ...asked, dataset: 'WARNINGS', severity }, thing };
  }
  const named = someOf<Party>(random, [...world.Organization, ...world.SharingGroup], 2);
  const parties = { reporter: owner, coworkers: named, recipients: [] };
  const thing = { ...world.Incident[0]!, owner, region, tlp, severity, ...parties } satisfies Incident;
  return { of: { ...asked, dataset: 'INCIDENTS', tlp, severity, named: named.map(({ code }) => code) }, thing };
}

/** Before a record exists: exactly who would see it once it is written, whether or not the viewer is among them. */
export async function readDrafts(onlooker: Onlooker, tower: Watchtower, random: Random): Promise<void> {
  const drafts = Array.from({ length: 6 }, () => someDraft(onlooker, random));
  const variables = drafts.map((_, i) => `$d${i}: AudienceDraft`).join(', ');
  const asked = drafts.map((_, i) => `d${i}: audience(of: $d${i}) { organization { id } withheld }`);
  const values = Object.fromEntries(drafts.map(({ of }, i) => [`d${i}`, of]));
  const answer = await onlooker.ask<Record<string, { organization: { id: string }; withheld: Mask[] }[]>>(
    'drafts',
    `query(${variables}) { ${asked.join(' ')} }`,
    values,
  );
  drafts.forEach(({ of, thing }, i) => {
    const due = tower.seeing(thing, onlooker.organization).map(({ viewer }) => idOf(viewer));
    const found = answer[`d${i}`]!.map(({ organization }) => organization.id);
    onlooker.agree(`audience of the draft ${JSON.stringify(of)}`, found.sort(), due.sort());
  });
}
