import { BlockList, isIP } from 'node:net';

/** IPv4 that no partner has on the internet: this machine, links, private and shared networks, documentation, tests, multicast, reserved. */
const closedV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
];

/** Of IPv6 only global unicast is open, without what stands for an IPv4 address (6to4, Teredo; NAT64 lies elsewhere) and documentation. */
const openV6 = '2000::/3';
const closedV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const closed = listOf(closedV4.concat(closedV6));
const global = listOf([openV6]);

/** Where webhooks may be sent to: the internet, and the networks that the operator names. */
export class ReachableNetworks {
  private readonly named: BlockList;

  constructor(networks: readonly string[] = []) {
    this.named = listOf(networks);
  }

  /** Lies in a network that the operator names. */
  isNamed(address: string): boolean {
    const plain = plainAddress(address);
    return plain !== null && this.named.check(plain, familyOf(plain));
  }

  isReachable(address: string): boolean {
    const plain = plainAddress(address);
    if (plain === null) return false;
    if (this.isNamed(plain)) return true;
    if (closed.check(plain, familyOf(plain))) return false;
    return isIP(plain) === 4 || global.check(plain, 'ipv6');
  }
}

/** As the socket would have it: an IPv4 address written as IPv6 is that of IPv4. Null for what is no address, or one of a link by its interface. */
function plainAddress(address: string): string | null {
  if (isIP(address) === 4) return address;
  if (isIP(address) === 0 || address.includes('%')) return null;
  const shortest = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(shortest);
  if (!mapped) return shortest;
  const [high, low] = [parseInt(mapped[1]!, 16), parseInt(mapped[2]!, 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}

function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    list.addSubnet(address, Number(bits ?? (isIP(address) === 4 ? 32 : 128)), familyOf(address));
  }
  return list;
}
