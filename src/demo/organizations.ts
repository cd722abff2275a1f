import type { OrganizationRecord, RegionRecord } from '../directory/upsert-directory';
import { nation, regions, type Region } from './country';

/** The national center stands above all; its directory entry is the operator's to make. */
export const nationalCenter = { code: 'NMC', name: 'Trung tâm Giám sát mạng quốc gia (minh họa)' };

export const centerOf = (region: Region): string => `RC-${region.key}`;

export interface Ministry {
  code: string;
  name: string;
  communityMember: boolean;
  agencies: readonly { code: string; name: string }[];
}

/** No ministry, agency or company of these names exists: the word in brackets says so to every reader. */
export const ministries: readonly Ministry[] = [
  ministry('MIN-HTS', 'Bộ Hạ tầng số', true),
  ministry('MIN-DLM', 'Bộ Dữ liệu mở', true),
  ministry('MIN-KGB', 'Bộ Không gian biển', false),
  ministry('MIN-DTX', 'Bộ Đô thị xanh', true),
  ministry('MIN-KTC', 'Bộ Khí tượng cộng đồng', false),
];

export const operators = [
  { code: 'OP-SONG', name: 'Mạng truyền dẫn Sóng Xanh (minh họa)' },
  { code: 'OP-NUI', name: 'Viễn thông Núi Đôi (minh họa)' },
  { code: 'OP-DEN', name: 'Hạ tầng quang Đèn Biển (minh họa)' },
];

/** Whom the three keys of the demonstration belong to: each sees another part of it. */
export const onlookers = { nation: nationalCenter.code, region: 'RC-DNG', ministry: 'MIN-HTS' };

function ministry(code: string, name: string, communityMember: boolean): Ministry {
  return {
    ...{ code, name: `${name} (minh họa)`, communityMember },
    agencies: [
      { code: `${code}-VH`, name: `Cục Vận hành mạng, ${name} (minh họa)` },
      { code: `${code}-DL`, name: `Trung tâm Dữ liệu, ${name} (minh họa)` },
    ],
  };
}

const parent = nationalCenter.code;

/** A region stands before those within it. */
export const regionRecords: readonly RegionRecord[][] = [
  [nation],
  regions.map(({ code, name }) => ({ code, name, parent: nation.code })),
];

/** Everyone below the national center, what stands above before what is below it. */
export const organizationRecords: readonly OrganizationRecord[][] = [
  [
    ...regions.map((region) => ({
      ...{ code: centerOf(region), kind: 'REGIONAL_CENTER' as const, parent, region: region.code },
      name: `Trung tâm Giám sát mạng khu vực ${region.name}`,
      communityMember: true,
    })),
    ...ministries.map(({ code, name, communityMember }) => ({
      ...{ code, name, communityMember, parent },
      kind: 'MINISTRY' as const,
    })),
    ...operators.map(({ code, name }) => ({ code, name, kind: 'OPERATOR' as const, parent })),
  ],
  ministries.flatMap(({ code, agencies }) =>
    agencies.map((agency) => ({ ...agency, kind: 'AGENCY' as const, parent: code })),
  ),
];

/** Codes of the national center and of all below it. */
export const organizationCodes: readonly string[] = [parent, ...organizationRecords.flat().map(({ code }) => code)];

const names = new Map([nationalCenter, ...organizationRecords.flat()].map(({ code, name }) => [code, name]));

export function organizationName(code: string): string {
  const name = names.get(code);
  if (name === undefined) throw new Error(`The demonstration has no organization with the code "${code}".`);
  return name;
}
