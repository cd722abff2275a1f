import { regionsAt, type Region } from './country';
import type { Site, Tier } from './model';
import { centerOf, ministries, nationalCenter, operators } from './organizations';
import { createRandom } from './random';

/** Degrees: a site lies within about a dozen kilometres of the middle of its region. */
const reach = 0.12;

const localities = [
  ...['Bến Sen', 'Gò Trúc', 'Đồng Mây', 'Suối Ngọc', 'Đồi Thông', 'Vườn Chè', 'Cầu Tre', 'Xóm Lưới', 'Hồ Sao'],
  ...['Ngã Năm', 'Bãi Dừa', 'Giếng Đá', 'Rừng Bần', 'Đầm Sậy', 'Núi Chuông', 'Chợ Nổi', 'Làng Gốm', 'Thác Bạc'],
  ...['Kênh Mới', 'Cồn Lúa', 'Mái Đình', 'Đèo Gió', 'Lò Vôi', 'Bờ Hồ', 'Cửa Rừng', 'Ruộng Bậc'],
];
const directions = ['Bắc', 'Nam', 'Tây'];

function place(owner: string, region: Region, code: string, tier: Tier, name: string): Site {
  const random = createRandom(`site:${code}`);
  const near = (middle: number) => Math.round((middle + random.between(-reach, reach)) * 1e5) / 1e5;
  const [latitude, longitude] = [near(region.latitude), near(region.longitude)];
  return { id: code, owner, region, tier, name, latitude, longitude };
}

function sitesOfCenter(region: Region): Site[] {
  const owner = centerOf(region);
  const random = createRandom(`region:${region.key}`);
  const points = Math.round(14 * region.weight) + random.whole(3) - 1;
  const at = (code: string, tier: Tier, name: string) => place(owner, region, `${region.key}-${code}`, tier, name);
  const named = random.shuffled(localities);
  return [
    at('CORE', 'CORE', `Trung tâm dữ liệu khu vực ${region.name}`),
    ...directions.map((way, i) => at(`D${i + 1}`, 'DISTRIBUTION', `Trạm trung chuyển ${way} ${region.name}`)),
    ...Array.from({ length: points }, (_, i) =>
      at(`A${String(i + 1).padStart(2, '0')}`, 'ACCESS', `Điểm truy nhập ${named[i]!}, ${region.name}`),
    ),
  ];
}

const branches = 5;

/** A ministry has its data centre in the capital, branches in some regions, and each agency an office of its own. */
function sitesOfMinistry(index: number, regions: readonly Region[]): Site[] {
  const { code, agencies, name } = ministries[index]!;
  const random = createRandom(`ministry:${code}`);
  const capital = regions[0]!;
  const plain = name.replace(' (minh họa)', '');
  return [
    place(code, capital, `${code}-HQ`, 'CORE', `Trung tâm dữ liệu ${plain}`),
    ...random
      .shuffled(regions)
      .slice(0, branches)
      .map((region, i) => place(code, region, `${code}-B${i + 1}`, 'OFFICE', `Chi nhánh ${region.name}, ${plain}`)),
    ...agencies.map((agency) =>
      place(agency.code, random.pick(regions), `${agency.code}-01`, 'OFFICE', agency.name.replace(' (minh họa)', '')),
    ),
  ];
}

function sitesOfOperator(index: number, regions: readonly Region[]): Site[] {
  const { code } = operators[index]!;
  return createRandom(`operator:${code}`)
    .shuffled(regions)
    .slice(0, 12)
    .map((region) => place(code, region, `${code}-${region.key}`, 'POP', `Điểm hiện diện ${region.name}`));
}

const nationalSites = [
  { region: 'HNI', name: 'Trung tâm điều hành quốc gia, cơ sở chính' },
  { region: 'DNG', name: 'Trung tâm điều hành quốc gia, cơ sở dự phòng' },
];

/** Every site of the country: about 700 at full scale. */
export function generateSites(scale: number): Site[] {
  const regions = regionsAt(scale);
  return [
    ...nationalSites.map(({ region: key, name }) =>
      place(
        nationalCenter.code,
        regions.find((region) => region.key === key)!,
        `NMC-${key}`,
        'CORE',
        name,
      ),
    ),
    ...regions.flatMap(sitesOfCenter),
    ...ministries.flatMap((_, i) => sitesOfMinistry(i, regions)),
    ...operators.flatMap((_, i) => sitesOfOperator(i, regions)),
  ];
}
