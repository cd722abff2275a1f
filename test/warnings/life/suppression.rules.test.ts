import { causesOf, type OpenWarning } from '../../../src/warnings/life/suppression.rules';
import { thingsOf } from '../../../src/warnings/life/topology.rules';
import { drawn, type Drawing } from './drawing';

/** Who is caused by whom when these fail, in the order that they were raised; `~x` is worse and not down, `x'` another warning of x. */
function causes(drawing: Drawing, failing: string): Record<string, string> {
  const open = failing.split(' ').map((text, i): OpenWarning => {
    const thing = text.replace(/[~']/g, '');
    return { id: text, thing, isDown: !text.startsWith('~'), isTold: false, raisedAt: new Date(i) };
  });
  return Object.fromEntries(causesOf(thingsOf(drawn(drawing)), open));
}

/** NMC - core - L - hub - two access switches, one with a second way over the ring; a server behind the other. */
const country: Drawing = {
  roots: ['nmc'],
  links: {
    up: ['nmc', 'core'],
    L: ['core', 'hub'],
    l1: ['hub', 'access1'],
    l2: ['hub', 'access2'],
    l3: ['access1', 'server'],
    ring: ['access2', 'nmc'],
  },
};

describe('what hangs behind a link', () => {
  const chain: Drawing = { roots: ['nmc'], links: { L: ['nmc', 'hub'], l1: ['hub', 'a'], l2: ['a', 'b'] } };

  test('is caused by it, whatever of it is heard from', () => {
    expect(causes(chain, 'L hub b l2')).toEqual({ hub: 'L', b: 'l2', l2: 'hub' });
    expect(causes(chain, 'b l2 hub L')).toEqual({ hub: 'L', b: 'l2', l2: 'hub' });
    expect(causes(chain, 'b L')).toEqual({ b: 'L' });
  });

  test('names the nearest cause, and the chain leads to the first', () => {
    expect(causes(chain, 'L a b')).toEqual({ a: 'L', b: 'a' });
  });

  test('and is caused by nothing where another path works', () => {
    expect(causes(country, 'L hub access1 server')).toEqual({ L: 'hub', access1: 'hub', server: 'access1' });
    expect(causes(country, 'L access2')).toEqual({});
    const withoutRing = { ...country, links: { ...country.links, ring: ['access2', 'x'] as [string, string] } };
    expect(causes(withoutRing, 'L hub access1 server access2')).toEqual({
      ...{ hub: 'L', access1: 'hub', server: 'access1', access2: 'hub' },
    });
  });

  test('until that has failed too', () => {
    expect(causes(country, 'L ring server')).toEqual({ server: 'L' });
    expect(causes(country, 'ring L access2')).toEqual({ access2: 'ring' });
    expect(causes(country, 'L server')).toEqual({});
  });

  test('what is worse behind it is caused by it, and what is worse holds back nothing', () => {
    expect(causes(chain, 'L ~b')).toEqual({ '~b': 'L' });
    expect(causes(chain, '~L b')).toEqual({});
  });
});

describe('a device and its links', () => {
  const dual: Drawing = {
    roots: ['nmc'],
    links: { c1: ['nmc', 'core1'], c2: ['nmc', 'core2'], l1: ['core1', 'a'], l2: ['core2', 'a'], l3: ['a', 'b'] },
  };

  test('with one way up left, the link speaks', () => {
    expect(causes(dual, 'l1')).toEqual({});
    expect(causes({ roots: ['nmc'], links: { l: ['nmc', 'a'] } }, 'a l')).toEqual({ a: 'l' });
  });

  test('with two ways that fail together, the device does', () => {
    expect(causes(dual, 'l1 l2 a l3 b')).toEqual({ l1: 'a', l2: 'a', l3: 'a', b: 'l3' });
  });

  test('a device that is reached over another link speaks for those that fail', () => {
    expect(causes(dual, 'l1 a')).toEqual({ l1: 'a' });
  });

  test('two links cut at once are two causes where their device says nothing', () => {
    expect(causes(dual, 'l1 l2 b')).toEqual({ b: 'l1' });
  });

  test('a root that fails is where paths begin no more', () => {
    expect(causes(dual, 'nmc core1 core2 a')).toEqual({ core1: 'nmc', core2: 'nmc', a: 'core1' });
  });
});

describe('interfaces', () => {
  const ports: Drawing = {
    roots: ['nmc'],
    links: { L: ['nmc', 'a'], l2: ['a', 'b'] },
    interfaces: { 'nmc:1': ['nmc', 'L'], 'a:1': ['a', 'L'], 'a:2': ['a', 'l2'], 'a:9': ['a'] },
  };

  test('that are down speak for their link, one for both ends', () => {
    expect(causes(ports, 'nmc:1 a b')).toEqual({ a: 'nmc:1', b: 'a' });
    expect(causes(ports, 'a:1 nmc:1')).toEqual({ 'nmc:1': 'a:1' });
  });

  test('are silent where the link speaks itself', () => {
    expect(causes(ports, 'nmc:1 a:1 L')).toEqual({ 'nmc:1': 'L', 'a:1': 'L' });
    expect(causes(ports, '~nmc:1 L')).toEqual({ '~nmc:1': 'L' });
  });

  test('of a device that is down are caused by it, and take no link down', () => {
    expect(causes(ports, 'a:1 a:9 a')).toEqual({ 'a:1': 'a', 'a:9': 'a' });
    expect(causes(ports, 'L a:9')).toEqual({ 'a:9': 'L' });
  });
});

describe('sites and systems', () => {
  const places: Drawing = {
    roots: ['nmc'],
    links: { l1: ['nmc', 'r1'], l2: ['nmc', 'r2'], l3: ['nmc', 'r3'] },
    sites: { town: ['r1', 'r2', 'ups'], port: ['r3', 'sensor'] },
    systems: { tax: ['server', 'r1'], portal: ['tax'], a: ['b'], b: ['a'], c: ['a', 'r3'] },
    devices: ['server'],
  };

  test('a site that is down takes down what stands there, links that end there, and systems', () => {
    expect(causes(places, 'r1 r2 ups l1 l2 town tax portal')).toEqual({
      ...{ r1: 'town', r2: 'town', ups: 'town', l1: 'town', l2: 'town', tax: 'r1', portal: 'tax' },
    });
  });

  test('a site whose last link is cut is behind it, with what has no link of its own', () => {
    expect(causes(places, 'l3 port r3 sensor c')).toEqual({ port: 'l3', r3: 'port', sensor: 'port', c: 'r3' });
    expect(causes(places, 'l1 ups')).toEqual({});
  });

  test('systems that need each other are never all held back', () => {
    expect(causes(places, 'a b c')).toEqual({ b: 'a', c: 'a' });
    expect(causes(places, 'b a')).toEqual({ a: 'b' });
  });
});

describe('one thing', () => {
  const lone: Drawing = { roots: ['nmc'], links: { L: ['nmc', 'a'], 'unplaced-l': ['x', 'y'] } };

  test('has one voice, the first that said it is down', () => {
    expect(causes(lone, "~a a a'")).toEqual({ "a'": 'a', '~a': 'a' });
  });

  test('that is joined to no root is behind nothing', () => {
    expect(causes(lone, 'x y unplaced-l')).toEqual({});
  });

  test('that the topology does not know is left alone', () => {
    expect(causes(lone, 'nowhere L a')).toEqual({ a: 'L' });
  });
});
