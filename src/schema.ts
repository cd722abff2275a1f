import 'reflect-metadata';
import { lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';
import { ApiClientResolver, ApiKeyResolver } from './directory/api-client/api-client.resolver';
import { ApiClientWritingResolver } from './directory/api-client/api-client-writing.resolver';
import { OrganizationResolver, RegionResolver } from './directory/directory.resolver';
import { DirectoryWritingResolver } from './directory/directory-writing.resolver';
import { ViewerResolver } from './directory/viewer.resolver';
import {
  AddressResolver,
  InterfaceAddressesResolver,
  PrefixResolver,
  VrfResolver,
} from './inventory/address-plan/address-plan.resolver';
import { DeviceResolver, OrganizationDevicesResolver, SiteDevicesResolver } from './inventory/device/device.resolver';
import {
  DeviceSystemsResolver,
  InformationSystemResolver,
  OrganizationSystemsResolver,
} from './inventory/information-system/information-system.resolver';
import { DeviceInterfacesResolver, InterfaceResolver } from './inventory/interface/interface.resolver';
import {
  DeviceLinksResolver,
  InterfaceLinkResolver,
  LinkEndResolver,
  LinkResolver,
} from './inventory/link/link.resolver';
import { AudienceResolver } from './sharing/audience.resolver';
import { AgreementResolver, SharingGroupResolver } from './sharing/sharing.resolver';
import { SharingWritingResolver } from './sharing/sharing-writing.resolver';
import { OrganizationSitesResolver, RegionSitesResolver, SiteResolver } from './inventory/site/site.resolver';
import { InventoryUpsertResolver } from './inventory/upsert.resolver';
import { ChangesResolver } from './feeds/changes.resolver';
import { ExportResolver } from './feeds/export/export.resolver';
import { FeedConsumerResolver } from './feeds/health/feed-consumer.resolver';
import { FeedResolver } from './feeds/named/feed.resolver';
import { LiveResolver } from './feeds/live/live.resolver';
import { AddressLookupResolver } from './finding/address-lookup.resolver';
import { ImpactResolver } from './finding/impact.resolver';
import { SearchResolver } from './finding/search.resolver';
import { OverviewResolver } from './overview/overview.resolver';
import { WebhookResolver } from './feeds/webhooks/webhook.resolver';
import { WebhookWritingResolver } from './feeds/webhooks/webhook-writing.resolver';
import { followEdges } from './kernel/reading/field-edge';
import { filterInput } from './kernel/reading/filter.type';
import { sayWithheld } from './kernel/reading/withheld';
import { HistoryResolver } from './kernel/history/history.resolver';
import { NodeResolver } from './kernel/node.resolver';
import {
  CenterCompletenessResolver,
  CompletenessResolver,
  DeviceCompletenessResolver,
  MissingOfCenter,
  MissingOfDevice,
  MissingOfSeries,
  SeriesCompletenessResolver,
  WindowCompletenessResolver,
} from './monitoring/completeness/completeness.resolver';
import { AggregatedSamplesResolver, SampleGroupResolver } from './monitoring/aggregation/aggregation.resolver';
import { BindingRuleResolver, BoundSeriesResolver } from './monitoring/binding/binding-rule.resolver';
import { BindingRuleWritingResolver } from './monitoring/binding/binding-rule-writing.resolver';
import { IngestResolver } from './monitoring/ingest/ingest.resolver';
import { LatestSampleResolver, MetricResolver, SeriesResolver } from './monitoring/monitoring.resolver';
import { RetentionResolver } from './monitoring/retention/retention.resolver';
import {
  MeasuredDevice,
  MeasuredInterface,
  MeasuredLink,
  MeasuredSite,
  MeasuredSystem,
  SampleWindowResolver,
} from './monitoring/subject-series.resolver';
import { incidentResolvers } from './incidents/incident-resolvers';
import { warningResolvers } from './warnings/warning-resolvers';
import { unasked } from './feeds/live/unasked';
import { registry } from './registry';

/** TypeGraphQL asks for one: what is subscribed to comes from the change log, whichever process wrote it. */
const pubSub = { publish: () => undefined, subscribe: unasked };

/** The API's table of contents. */
const resolvers: NonEmptyArray<new () => object> = [
  NodeResolver,
  HistoryResolver,
  ViewerResolver,
  OrganizationResolver,
  RegionResolver,
  DirectoryWritingResolver,
  ApiClientResolver,
  ApiKeyResolver,
  ApiClientWritingResolver,
  SharingGroupResolver,
  AgreementResolver,
  SharingWritingResolver,
  AudienceResolver,
  SiteResolver,
  OrganizationSitesResolver,
  RegionSitesResolver,
  DeviceResolver,
  OrganizationDevicesResolver,
  SiteDevicesResolver,
  InterfaceResolver,
  DeviceInterfacesResolver,
  LinkResolver,
  LinkEndResolver,
  DeviceLinksResolver,
  InterfaceLinkResolver,
  VrfResolver,
  PrefixResolver,
  AddressResolver,
  InterfaceAddressesResolver,
  InformationSystemResolver,
  OrganizationSystemsResolver,
  DeviceSystemsResolver,
  InventoryUpsertResolver,
  MetricResolver,
  SeriesResolver,
  LatestSampleResolver,
  SampleWindowResolver,
  AggregatedSamplesResolver,
  SampleGroupResolver,
  MeasuredSite,
  MeasuredDevice,
  MeasuredInterface,
  MeasuredLink,
  MeasuredSystem,
  IngestResolver,
  CompletenessResolver,
  CenterCompletenessResolver,
  DeviceCompletenessResolver,
  SeriesCompletenessResolver,
  MissingOfCenter,
  MissingOfDevice,
  MissingOfSeries,
  WindowCompletenessResolver,
  BindingRuleResolver,
  BoundSeriesResolver,
  BindingRuleWritingResolver,
  RetentionResolver,
  ...warningResolvers,
  ...incidentResolvers,
  SearchResolver,
  AddressLookupResolver,
  ImpactResolver,
  OverviewResolver,
  WebhookResolver,
  WebhookWritingResolver,
  ChangesResolver,
  ExportResolver,
  FeedResolver,
  FeedConsumerResolver,
  LiveResolver,
];

export function createSchema(): GraphQLSchema {
  // Filters refer to each other, so all of them are declared before the schema is built.
  registry.collections.forEach(filterInput);
  const schema = buildSchemaSync({ resolvers, validate: false, pubSub });
  followEdges(schema);
  sayWithheld(schema, registry.collections);
  schema.getQueryType()!.description =
    'Reading. Every list is a Relay connection of 20 records unless asked, 100 at most; what a key may not see is not there.';
  schema.getMutationType()!.description =
    'Writing. Each field is a transaction of its own: all of it is kept, or nothing.';
  schema.getSubscriptionType()!.description =
    'Following, over WebSocket (graphql-transport-ws) and server-sent events at /graphql: access is what it is at each delivery.';
  return schema;
}

/** The schema as it is committed: sorted, so that a difference is a change. */
export const printedSchema = (): string => `${printSchema(lexicographicSortSchema(createSchema()))}\n`;
