import { Field, Float, InputType } from 'type-graphql';
import { InventoryRecordInput } from '../inventory-record.input.type';

@InputType({ description: 'A site as its source sends it.' })
export class SiteRecord extends InventoryRecordInput {
  @Field(() => String, { description: "Short code, unique within its owner's sites, up to 64 characters." })
  code: string;

  @Field(() => String, { description: 'Name, up to 200 characters.' })
  name: string;

  @Field(() => String, { nullable: true, description: "Code of the region it lies in; its owner's unless said." })
  region?: string | null;

  @Field(() => Float, { nullable: true, description: 'Degrees north (WGS 84), -90 to 90; together with longitude.' })
  latitude?: number | null;

  @Field(() => Float, { nullable: true, description: 'Degrees east (WGS 84), -180 to 180; together with latitude.' })
  longitude?: number | null;
}
