import type { InformationSystemRecord } from '../inventory/information-system/information-system.record.type';
import { regionsAt, type Region } from './country';
import { refFrom, type Device, type Owned, type Part } from './model';
import { centerOf, ministries, nationalCenter, operators, type Ministry } from './organizations';
import { createRandom } from './random';

export interface System {
  id: string;
  owner: string;
  name: string;
  sector: string;
  level: number;
  parts: System[];
  needs: System[];
  devices: Device[];
}

type Draft = Pick<System, 'owner' | 'name' | 'sector' | 'level'> & Partial<System> & { suffix: string };

const system = ({ suffix, owner, parts = [], needs = [], devices = [], ...rest }: Draft): System => ({
  ...{ id: `${owner}-${suffix}`, owner, parts, needs, devices },
  ...rest,
});

/** Every information system, about 120 at full scale, what a system is made of or needs before the system itself. */
export function generateSystems(scale: number, devices: readonly Device[]): System[] {
  const of = (owner: string, ...parts: Part[]): Device[] =>
    devices.filter((device) => device.owner === owner && parts.includes(device.part));
  const identity = system({
    ...{ suffix: 'XT', owner: nationalCenter.code, name: 'Hệ thống xác thực dùng chung', sector: 'Nền tảng', level: 4 },
    devices: of(nationalCenter.code, 'server', 'firewall').slice(0, 4),
  });
  const regional = regionsAt(scale).map((region) => systemsOfCenter(region, identity, of));
  return [
    identity,
    ...regional.flat(),
    ...systemsOfNation(
      regional.map(([, watch]) => watch!),
      identity,
      of,
    ),
    ...ministries.flatMap((ministry) => systemsOfMinistry(ministry, identity, of)),
    ...operators.map(({ code }) =>
      system({
        ...{ suffix: 'QLM', owner: code, name: 'Hệ thống quản lý mạng truyền dẫn', sector: 'Viễn thông', level: 3 },
        devices: of(code, 'core').slice(0, 3),
      }),
    ),
  ];
}

type DevicesOf = (owner: string, ...parts: Part[]) => Device[];

function systemsOfCenter(region: Region, identity: System, of: DevicesOf): System[] {
  const owner = centerOf(region);
  const [servers, stores] = [of(owner, 'server'), of(owner, 'storage')];
  const random = createRandom(`systems:${owner}`);
  const store = system({
    ...{ suffix: 'DL', owner, name: `Kho dữ liệu giám sát khu vực ${region.name}`, sector: 'Dữ liệu' },
    ...{ level: 2 + random.whole(2), devices: [...servers.slice(4), ...stores] },
  });
  const watch = system({
    ...{ suffix: 'GS', owner, name: `Hệ thống giám sát mạng khu vực ${region.name}`, sector: 'Giám sát' },
    ...{ level: region.weight > 1.2 ? 4 : 3, needs: [store, identity], devices: servers.slice(0, 4) },
  });
  return [store, watch];
}

function systemsOfNation(watches: System[], identity: System, of: DevicesOf): System[] {
  const owner = nationalCenter.code;
  const servers = of(owner, 'server');
  const store = system({
    ...{ suffix: 'DL', owner, name: 'Kho dữ liệu giám sát quốc gia', sector: 'Dữ liệu', level: 4 },
    devices: [...of(owner, 'storage'), ...servers.slice(4, 7)],
  });
  const warning = system({
    ...{ suffix: 'CB', owner, name: 'Hệ thống cảnh báo sớm quốc gia', sector: 'Giám sát', level: 5 },
    ...{ needs: [store], devices: servers.slice(7, 10) },
  });
  const portal = system({
    ...{ suffix: 'CTT', owner, name: 'Cổng thông tin về sự cố mạng', sector: 'Thông tin', level: 2 },
    ...{ needs: [identity], devices: servers.slice(10, 12) },
  });
  const training = system({
    ...{
      suffix: 'DT',
      owner,
      name: 'Hệ thống diễn tập ứng cứu',
      sector: 'Đào tạo',
      level: 1,
      devices: servers.slice(12, 13),
    },
  });
  const whole = system({
    ...{ suffix: 'GS', owner, name: 'Hệ thống giám sát mạng quốc gia', sector: 'Giám sát', level: 3 },
    ...{ parts: [warning, store, ...watches], needs: [identity] },
  });
  return [store, warning, portal, training, whole];
}

function systemsOfMinistry({ code: owner, agencies }: Ministry, identity: System, of: DevicesOf): System[] {
  const [servers, random] = [of(owner, 'server'), createRandom(`systems:${owner}`)];
  const base = system({
    ...{ suffix: 'CSDL', owner, name: 'Cơ sở dữ liệu chuyên ngành', sector: 'Dữ liệu', level: 3 + random.whole(2) },
    devices: [...of(owner, 'storage'), ...servers.slice(0, 3)],
  });
  const access = system({
    ...{ suffix: 'XT', owner, name: 'Hệ thống đăng nhập một lần', sector: 'Nền tảng', level: 3 },
    ...{ needs: [identity], devices: servers.slice(3, 5) },
  });
  const papers = system({
    ...{ suffix: 'VB', owner, name: 'Hệ thống văn bản nội bộ', sector: 'Hành chính', level: 2 },
    ...{ needs: [access], devices: servers.slice(5, 6) },
  });
  const page = system({
    ...{
      suffix: 'TT',
      owner,
      name: 'Trang thông tin điện tử',
      sector: 'Thông tin',
      level: 1,
      devices: servers.slice(6, 8),
    },
  });
  const service = system({
    ...{ suffix: 'DVC', owner, name: 'Cổng dịch vụ công trực tuyến', sector: 'Dịch vụ công', level: 2 },
    ...{ parts: [base, page], needs: [access], devices: of(owner, 'balancer') },
  });
  return [
    base,
    access,
    papers,
    page,
    service,
    ...agencies.flatMap((agency) => systemsOfAgency(agency.code, access, of)),
  ];
}

function systemsOfAgency(owner: string, access: System, of: DevicesOf): System[] {
  const servers = of(owner, 'server');
  const random = createRandom(`systems:${owner}`);
  const work = system({
    ...{ suffix: 'NV', owner, name: 'Phần mềm nghiệp vụ', sector: 'Nghiệp vụ', level: 2 + random.whole(2) },
    ...{ needs: [access], devices: servers.slice(0, 1) },
  });
  const report = system({
    ...{ suffix: 'BC', owner, name: 'Hệ thống báo cáo tổng hợp', sector: 'Nghiệp vụ', level: 1 + random.whole(2) },
    ...{ needs: [work], devices: servers.slice(1) },
  });
  return [work, report];
}

/** What can be written at once: a system stands in a later rank than whatever it names. */
export function ranksOf(systems: readonly System[]): System[][] {
  const ranks: System[][] = [];
  const rankOf = new Map<System, number>();
  for (const each of systems) {
    const rank = Math.max(-1, ...[...each.parts, ...each.needs].map((other) => rankOf.get(other)!)) + 1;
    rankOf.set(each, rank);
    (ranks[rank] ??= []).push(each);
  }
  return ranks;
}

export const systemRecord = (each: System): Owned<InformationSystemRecord> => ({
  owner: each.owner,
  record: {
    ...{
      externalId: each.id,
      status: 'ACTIVE',
      code: each.id,
      name: each.name,
      sector: each.sector,
      level: each.level,
    },
    parts: each.parts.map((part) => refFrom(each.owner, part)),
    dependsOn: each.needs.map((need) => refFrom(each.owner, need)),
    devices: each.devices.map((device) => refFrom(each.owner, device)),
  },
});
