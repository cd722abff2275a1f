import type { DeviceRole } from '../../inventory/device/device.values';

/** Words of a role's slug and name, in this order: the first that is found decides. */
const words: readonly (readonly [RegExp, DeviceRole])[] = [
  [/\b(console|terminal) servers?\b|\bkvms?\b/, 'OTHER'],
  [/firewall|\bfw\d*\b|\bn?gfw\b|\butm\b|\bwaf\b/, 'FIREWALL'],
  [/\bload ?balanc|\b(adc|slb|lb)\b/, 'LOAD_BALANCER'],
  [/\bpatch|\bpanels?\b|\bodf\b|\bsplitters?\b|\bcassettes?\b/, 'PATCH_PANEL'],
  [/\bpdus?\b|\bups\b|\bpower\b|\brectifiers?\b|\bgenerators?\b|\bbatter(y|ies)\b/, 'POWER'],
  [/\bsensors?\b|\bprobes?\b|\bi[dp]s\b|\btaps?\b|\bcameras?\b/, 'SENSOR'],
  [
    /\bwireless\b|\bwi ?fi\b|\bwlan\b|\bwlc\b|\baccess points?\b|\baps?\b|\bradios?\b|\bmicrowave\b|\bantennas?\b/,
    'WIRELESS',
  ],
  [/router|\b(bng|bras|pe|ce|cpe|asbr)\b/, 'ROUTER'],
  [/switch|\bspines?\b|\b(leaf|leaves)\b|\btor\b|\bolt\b/, 'SWITCH'],
  [/\bstorage\b|\bnas\b|\bsan\b|\btape\b/, 'STORAGE'],
  [/\bserver|\bhypervisors?\b|\bblades?\b|\bcompute\b|\bhosts?\b/, 'SERVER'],
];

/** What a device of a role does in the network, by the words the role is called with. */
export function deviceRoleOf(...names: readonly unknown[]): DeviceRole {
  const text = names
    .map((name) =>
      String(name ?? '')
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, ' '),
    )
    .join(' ; ');
  return words.find(([pattern]) => pattern.test(text))?.[1] ?? 'OTHER';
}
