import { Field, InputType } from 'type-graphql';
import { OrganizationKindEnum } from './directory.type';
import type { OrganizationKind } from './organization.values';
import type { OrganizationRecord, RegionRecord } from './upsert-directory';

const code = 'Code, 1 to 63 of letters, digits, ".", "_", "-": it tells the record from all others.';

@InputType('OrganizationRecord', { description: 'An organization as the directory is to hold it.' })
export class OrganizationRecordInput implements OrganizationRecord {
  @Field(() => String, { description: code })
  code: string;

  @Field(() => String, { description: 'Name, up to 200 characters.' })
  name: string;

  @Field(() => OrganizationKindEnum, { description: 'What it is.' })
  kind: OrganizationKind;

  @Field(() => String, {
    nullable: true,
    description:
      "Code of the organization above it: the key's own or one below that. Always needed: only the operator makes roots.",
  })
  parent?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Code of the region it answers for; unless said, what stands stays.',
  })
  region?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Belongs to the community of TLP:GREEN; only the national center says so, and only it changes an organization that does. Unless said, what stands stays.',
  })
  communityMember?: boolean | null;
}

@InputType('RegionRecord', { description: 'A region as the directory is to hold it.' })
export class RegionRecordInput implements RegionRecord {
  @Field(() => String, { description: code })
  code: string;

  @Field(() => String, { description: 'Name, up to 200 characters.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Code of the region it lies in.' })
  parent?: string | null;
}

@InputType({ description: 'Organizations to hold in the directory: all of them are written, or nothing.' })
export class UpsertOrganizationsInput {
  @Field(() => [OrganizationRecordInput], {
    description: 'The organizations, 1,000 at most; one stands before those below it, in an earlier call.',
  })
  records: OrganizationRecordInput[];
}

@InputType({ description: 'Regions to hold in the directory: all of them are written, or nothing.' })
export class UpsertRegionsInput {
  @Field(() => [RegionRecordInput], {
    description: 'The regions, 1,000 at most; those within one may stand in the same call.',
  })
  records: RegionRecordInput[];
}
