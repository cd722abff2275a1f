import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context';
import { upsertPayload } from '../kernel/writing/refusal.type';
import { AddressRecord, PrefixRecord, VrfRecord } from './address-plan/address-plan.record.type';
import { addressKind, prefixKind, vrfKind } from './address-plan/address-plan.write';
import { DeviceRecord } from './device/device.record.type';
import { deviceKind } from './device/device.write';
import { InformationSystemRecord } from './information-system/information-system.record.type';
import { informationSystemKind } from './information-system/information-system.write';
import { InterfaceRecord } from './interface/interface.record.type';
import { interfaceKind } from './interface/interface.write';
import { upsertInput, type UpsertInput } from './inventory-record.input.type';
import { LinkRecord } from './link/link.record.type';
import { linkKind } from './link/link.write';
import { SiteRecord } from './site/site.record.type';
import { siteKind } from './site/site.write';
import { upsertRecords } from './upsert-records';

const Sites = upsertInput<SiteRecord>('Sites', SiteRecord);
const SitesPayload = upsertPayload('Sites');
const Devices = upsertInput<DeviceRecord>('Devices', DeviceRecord);
const DevicesPayload = upsertPayload('Devices');
const Interfaces = upsertInput<InterfaceRecord>('Interfaces', InterfaceRecord);
const InterfacesPayload = upsertPayload('Interfaces');
const Links = upsertInput<LinkRecord>('Links', LinkRecord);
const LinksPayload = upsertPayload('Links');
const Vrfs = upsertInput<VrfRecord>('Vrfs', VrfRecord);
const VrfsPayload = upsertPayload('Vrfs');
const Prefixes = upsertInput<PrefixRecord>('Prefixes', PrefixRecord);
const PrefixesPayload = upsertPayload('Prefixes');
const Addresses = upsertInput<AddressRecord>('Addresses', AddressRecord);
const AddressesPayload = upsertPayload('Addresses');
const Systems = upsertInput<InformationSystemRecord>('InformationSystems', InformationSystemRecord);
const SystemsPayload = upsertPayload('InformationSystems');

const batch = 'The batch.';

/** Each writes a batch of one type for one source; the same batch twice is the same as once. */
@Resolver()
export class InventoryUpsertResolver {
  @Mutation(() => SitesPayload, { description: 'Writes sites of one system of record.' })
  upsertSites(
    @Arg('input', () => Sites, { description: batch }) input: UpsertInput<SiteRecord>,
    @Ctx() context: Context,
  ) {
    return context.write((db) => upsertRecords(db, siteKind, input));
  }

  @Mutation(() => DevicesPayload, { description: 'Writes devices of one system of record.' })
  upsertDevices(
    @Arg('input', () => Devices, { description: batch }) input: UpsertInput<DeviceRecord>,
    @Ctx() context: Context,
  ) {
    return context.write((db) => upsertRecords(db, deviceKind, input));
  }

  @Mutation(() => InterfacesPayload, { description: 'Writes interfaces of one system of record.' })
  upsertInterfaces(
    @Arg('input', () => Interfaces, { description: batch }) input: UpsertInput<InterfaceRecord>,
    @Ctx() context: Context,
  ) {
    return context.write((db) => upsertRecords(db, interfaceKind, input));
  }

  @Mutation(() => LinksPayload, { description: 'Writes links of one system of record.' })
  upsertLinks(
    @Arg('input', () => Links, { description: batch }) input: UpsertInput<LinkRecord>,
    @Ctx() context: Context,
  ) {
    return context.write((db) => upsertRecords(db, linkKind, input));
  }

  @Mutation(() => VrfsPayload, { description: 'Writes routing tables of one system of record.' })
  upsertVrfs(@Arg('input', () => Vrfs, { description: batch }) input: UpsertInput<VrfRecord>, @Ctx() context: Context) {
    return context.write((db) => upsertRecords(db, vrfKind, input));
  }

  @Mutation(() => PrefixesPayload, { description: 'Writes prefixes of one system of record.' })
  upsertPrefixes(
    @Arg('input', () => Prefixes, { description: batch }) input: UpsertInput<PrefixRecord>,
    @Ctx() context: Context,
  ) {
    return context.write((db) => upsertRecords(db, prefixKind, input));
  }

  @Mutation(() => AddressesPayload, { description: 'Writes assigned addresses of one system of record.' })
  upsertAddresses(
    @Arg('input', () => Addresses, { description: batch }) input: UpsertInput<AddressRecord>,
    @Ctx() context: Context,
  ) {
    return context.write((db) => upsertRecords(db, addressKind, input));
  }

  @Mutation(() => SystemsPayload, {
    description: 'Writes information systems of one system of record, with what they are made of and run on.',
  })
  upsertInformationSystems(
    @Arg('input', () => Systems, { description: batch }) input: UpsertInput<InformationSystemRecord>,
    @Ctx() context: Context,
  ) {
    return context.write((db) => upsertRecords(db, informationSystemKind, input));
  }
}
