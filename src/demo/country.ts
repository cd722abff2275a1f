export interface Region {
  /** Short for codes and host names. */
  key: string;
  code: string;
  name: string;
  /** About the middle of where its people live, WGS 84. */
  latitude: number;
  longitude: number;
  /** How many access points it has beside others. */
  weight: number;
}

export const nation = { code: 'VN', name: 'Việt Nam' };

/** The provinces and centrally run cities of Viet Nam as merged on 1 July 2025: six cities, then twenty-eight provinces. */
const table: readonly [key: string, name: string, latitude: number, longitude: number, weight: number][] = [
  ['HNI', 'Hà Nội', 21.03, 105.82, 1.5],
  ['HPG', 'Hải Phòng', 20.86, 106.56, 1.15],
  ['HUE', 'Huế', 16.4, 107.5, 1.05],
  ['DNG', 'Đà Nẵng', 16.02, 108.1, 1.15],
  ['HCM', 'Thành phố Hồ Chí Minh', 10.82, 106.65, 1.5],
  ['CTO', 'Cần Thơ', 9.98, 105.74, 1.1],
  ['AGG', 'An Giang', 10.3, 105.25, 0.95],
  ['BNH', 'Bắc Ninh', 21.27, 106.15, 1],
  ['CMU', 'Cà Mau', 9.2, 105.25, 0.95],
  ['CBG', 'Cao Bằng', 22.6, 106.15, 0.9],
  ['DLK', 'Đắk Lắk', 12.7, 108.1, 0.95],
  ['DBN', 'Điện Biên', 21.6, 103.2, 0.9],
  ['DNI', 'Đồng Nai', 11.1, 107.05, 1.05],
  ['DTP', 'Đồng Tháp', 10.45, 106.05, 0.95],
  ['GLI', 'Gia Lai', 13.9, 108.6, 0.95],
  ['HTH', 'Hà Tĩnh', 18.3, 105.75, 0.9],
  ['HYN', 'Hưng Yên', 20.62, 106.2, 0.95],
  ['KHA', 'Khánh Hòa', 12.25, 109, 1],
  ['LCU', 'Lai Châu', 22.3, 103.4, 0.85],
  ['LSN', 'Lạng Sơn', 21.8, 106.6, 0.9],
  ['LCI', 'Lào Cai', 22, 104.6, 0.9],
  ['LDG', 'Lâm Đồng', 11.75, 108.1, 0.95],
  ['NAN', 'Nghệ An', 18.85, 105.45, 0.95],
  ['NBH', 'Ninh Bình', 20.35, 106, 1],
  ['PTO', 'Phú Thọ', 21.2, 105.35, 0.95],
  ['QNI', 'Quảng Ngãi', 15, 108.55, 0.9],
  ['QNH', 'Quảng Ninh', 21.12, 107.1, 1],
  ['QTI', 'Quảng Trị', 17.15, 106.65, 0.9],
  ['SLA', 'Sơn La', 21.3, 104, 0.9],
  ['TNH', 'Tây Ninh', 11.3, 106.18, 0.95],
  ['TNN', 'Thái Nguyên', 21.7, 105.85, 0.95],
  ['THA', 'Thanh Hóa', 19.9, 105.6, 1],
  ['TQG', 'Tuyên Quang', 22.1, 105.15, 0.9],
  ['VLG', 'Vĩnh Long', 10.1, 106.15, 0.95],
];

export const regions: readonly Region[] = table.map(([key, name, latitude, longitude, weight]) => ({
  ...{ key, name, latitude, longitude, weight },
  code: `VN-${key}`,
}));

/** The regions of a smaller country: the first ones, four at least. */
export const regionsAt = (scale: number): readonly Region[] =>
  regions.slice(0, Math.max(4, Math.round(regions.length * scale)));
