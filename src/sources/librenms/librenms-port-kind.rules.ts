const kinds: ReadonlyMap<string, string> = new Map([
  ...of(
    'virtual',
    'softwareLoopback',
    'propVirtual',
    'l2vlan',
    'l3ipvlan',
    'l3ipxvlan',
    'tunnel',
    'mplsTunnel',
    'mpls',
  ),
  ...of('virtual', 'ppp', 'pppMultilinkBundle', 'ipForward', 'serviceVprn', 'vmwareVirtualNic', 'virtualIpAddress'),
  ...of('lag', 'ieee8023adLag'),
  ...of('bridge', 'bridge'),
  ...of('other-wireless', 'ieee80211', 'wwanPP', 'wwanPP2', 'radioMAC', 'propWirelessP2P'),
  ...of('xdsl', 'adsl', 'adsl2', 'adsl2plus', 'sdsl', 'shdsl', 'vdsl', 'vdsl2', 'rfc1483', 'xdsl'),
  ...of('gpon', 'gpon'),
  ...of('docsis', 'docsCableMaclayer', 'docsCableDownstream', 'docsCableUpstream'),
  ...of('t1', 'ds1'),
  ...of('e1', 'e1'),
  ...of('t3', 'ds3'),
]);

function of(kind: string, ...ifTypes: string[]): [string, string][] {
  return ifTypes.map((ifType) => [ifType, kind]);
}

/** NetBox's word for an ifType. Its words for Ethernet tell the medium ("1000base-t"), which an ifType does not: that is "other". */
export const portKindOf = (ifType: string | null): string => kinds.get(ifType ?? '') ?? 'other';
