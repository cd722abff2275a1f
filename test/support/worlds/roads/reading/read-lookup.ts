import type { Random } from '../../../random';
import { matchesOf } from '../../answers/lookup';
import type { Onlooker } from '../../onlooker/onlooker';
import { maybe, shuffled } from '../../world/chance';

type Ref = { id: string } | null;
interface Match {
  address: Ref;
  device: Ref;
  interface: Ref;
  prefix: Ref;
  vrf: Ref;
  site: Ref;
}
const fields = `{ address { id } device { id managementAddress } interface { id mac } prefix { id description } vrf { id }
  site { id latitude } }`;

export async function readLookup(onlooker: Onlooker, random: Random): Promise<void> {
  const { world, sight } = onlooker;
  const hosts = world.Address.map(({ address }) => address.split('/')[0]!);
  const managed = world.Device.map(({ managementAddress }) => managementAddress).filter((one) => one !== null);
  const names = [...world.Vrf.flatMap(({ name, rd }) => (rd ? [name, rd] : [name]))];
  const asked = shuffled(random, [...hosts, ...managed])
    .slice(0, 40)
    .map((address) => ({ address, vrf: maybe(random, 0.3, random.pick(names)) }));
  const lookups = asked.map(
    ({ address, vrf }, i) => `q${i}: addressLookup(address: "${address}"${vrf ? `, vrf: "${vrf}"` : ''}) ${fields}`,
  );
  const answer = await onlooker.ask<Record<string, Match[]>>('lookup', `{ ${lookups.join(' ')} }`);
  asked.forEach(({ address, vrf }, i) => {
    const rows = answer[`q${i}`]!.map((match) =>
      JSON.stringify({
        ...{
          address: match.address?.id ?? null,
          device: match.device?.id ?? null,
          interface: match.interface?.id ?? null,
        },
        ...{ prefix: match.prefix?.id ?? null, vrf: match.vrf?.id ?? null, site: match.site?.id ?? null },
      }),
    );
    onlooker.agree(`lookup ${address} in ${vrf}`, rows.sort(), matchesOf(address, vrf, sight));
  });
}
