import { isIP } from 'node:net';
import type { ReachableNetworks } from './reachable-networks';

const longest = 2000;

/** What is wrong with the address of a receiver, as far as its text tells; null where nothing is. What a name leads to is asked at each delivery. */
export function faultOfTarget(text: string, networks: ReachableNetworks, anyNamed: boolean): string | null {
  if (text.length > longest) return `url: it has ${longest} characters at most.`;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['https:', 'http:'].includes(url.protocol)) return 'url: give one like https://partner.example/changes.';
  if (url.username || url.password)
    return 'url: leave user and password out: the receiver tells by the signature who sends.';
  if (url.hash) return 'url: leave out what follows "#": it is never sent.';
  const address = addressIn(url);
  if (address !== null && !networks.isReachable(address)) return `url: ${whyNotReachable}`;
  const isNamed = address === null ? anyNamed : networks.isNamed(address);
  if (url.protocol === 'http:' && !isNamed) return `url: ${whyNotPlain}`;
  return isNamed || isUsualPort(url) ? null : `url: ${whyNotThatPort}`;
}

/** Why an address that a name led to is not connected to; null where it may be. */
export function faultOfAddress(address: string, url: URL, networks: ReachableNetworks): string | null {
  if (networks.isNamed(address)) return null;
  if (!networks.isReachable(address)) return whyNotReachable;
  if (url.protocol === 'http:') return whyNotPlain;
  return isUsualPort(url) ? null : whyNotThatPort;
}

/** The address that stands in a URL in place of a name. */
export function addressIn({ hostname }: URL): string | null {
  const bare = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  return isIP(bare) === 0 ? null : bare;
}

const isUsualPort = ({ port }: URL): boolean => port === '' || Number(port) >= 1024;

// None says which address a name led to: that would tell of a network that the partner does not see.
const whyNotReachable =
  'it leads to this machine, a private network or another that webhooks are not sent to; the operator may allow a network by WEBHOOK_NETWORKS.';
const whyNotPlain = 'https is needed, except in networks that the operator allows by WEBHOOK_NETWORKS.';
const whyNotThatPort =
  'the port is 443, or 1024 and above, except in networks that the operator allows by WEBHOOK_NETWORKS.';
