import { acceptingOf } from '../oracle/parties';
import { seesMembers } from '../oracle/sees-alone';
import type { Agreement } from '../world/sharing-model';
import type { World } from '../world/things';
import { idOrNull, type Planned } from './rows';

/** Rows of who shares with whom, tables that others refer to first. */
export const sharingTables: Record<string, (world: World) => Planned[]> = {
  sharing_group: ({ SharingGroup }) =>
    SharingGroup.map((thing) => {
      const { id, owner, code, name, createdAt } = thing;
      const row = { id, owner_id: owner.id, code, name, created_at: createdAt };
      return { key: id, as: thing, access: { owner_id: owner.id }, row };
    }),
  sharing_group_member: ({ SharingGroup }) =>
    SharingGroup.flatMap((group) =>
      group.members.map(({ id }) => ({
        ...{ key: `${group.id} ${id}`, as: group, due: ({ viewer }) => seesMembers(viewer, group) },
        access: { owner_id: group.owner.id, party_ids: [group.owner.id, group.id] },
        row: { group_id: group.id, owner_id: group.owner.id, organization_id: id },
      })),
    ),
  agreement: ({ Agreement }) =>
    Agreement.map((thing) => {
      const { provider, consumer } = thing;
      const parties = [provider.id, acceptingOf(consumer).id, consumer.id];
      return { key: thing.id, as: thing, access: { owner_id: provider.id, party_ids: parties }, row: rowOf(thing) };
    }),
};

function rowOf({ type: _, provider, consumer, region, ...terms }: Agreement) {
  const { withDescendants, legalBasis, leastSeverity, validFrom, validUntil, createdAt, state, ...same } = terms;
  const isOver = state === 'ENDED' || state === 'EXPIRED';
  return {
    ...{ ...same, owner_id: provider.id, region_id: idOrNull(region), state, created_at: createdAt },
    organization_id: consumer.type === 'Organization' ? consumer.id : null,
    group_id: consumer.type === 'SharingGroup' ? consumer.id : null,
    ...{ legal_basis: legalBasis, with_descendants: withDescendants, least_severity: leastSeverity },
    ...{ valid_from: validFrom, valid_until: validUntil, ended_at: isOver ? (validUntil ?? validFrom) : null },
  };
}
