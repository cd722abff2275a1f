import type { Severity } from '../sharing/sharing.values';

export type StoryPlace = 'site' | 'router' | 'device' | 'server' | 'line' | 'system';

/** One kind of thing that happens: faults without malice first, then security incidents. `{}` stands for what it happens to. */
export interface Story {
  class: string;
  type: string;
  severities: readonly Severity[];
  at: StoryPlace;
  title: string;
  summary: string;
  /** What is done about it, in this order. */
  steps: readonly string[];
  labels: readonly string[];
}

const story = (
  code: string,
  severities: readonly Severity[],
  at: StoryPlace,
  [title, summary]: readonly [title: string, summary: string],
  steps: readonly string[],
  labels: readonly string[],
): Story => {
  const [group = '', type = ''] = code.split('/');
  return { class: group, type, severities, at, title, summary, steps, labels };
};

const grave: readonly Severity[] = ['MAJOR', 'CRITICAL'];
const middling: readonly Severity[] = ['MINOR', 'MAJOR'];
const slight: readonly Severity[] = ['INFO', 'MINOR'];

const faults: readonly Story[] = [
  story(
    'availability/outage',
    grave,
    'line',
    ['Đứt cáp quang: {}', 'Tín hiệu quang mất hoàn toàn, lưu lượng chuyển sang hướng dự phòng.'],
    ['Đo phản xạ quang, xác định điểm đứt cách trạm 4,2 km.', 'Đội tuyến cáp đã hàn nối, suy hao trong giới hạn.'],
    ['cap-quang'],
  ),
  story(
    'availability/outage',
    middling,
    'site',
    ['Mất điện lưới tại {}', 'Trạm chạy bằng ắc quy, máy phát chưa tự khởi động.'],
    ['Khởi động máy phát bằng tay.', 'Điện lưới có lại, kiểm tra ắc quy sau sự cố.'],
    ['nguon-dien'],
  ),
  story(
    'availability/outage',
    middling,
    'site',
    ['Nhiệt độ phòng máy tăng cao tại {}', 'Một máy điều hòa ngừng, nhiệt độ vượt ngưỡng cảnh báo.'],
    ['Chuyển sang máy điều hòa dự phòng.', 'Thay quạt và vệ sinh dàn lạnh.'],
    ['dieu-hoa'],
  ),
  story(
    'availability/outage',
    grave,
    'device',
    ['Hỏng khối nguồn trên {}', 'Thiết bị khởi động lại nhiều lần rồi mất kết nối.'],
    ['Thay khối nguồn từ kho dự phòng.', 'Theo dõi 24 giờ, thiết bị ổn định.'],
    ['phan-cung'],
  ),
  story(
    'availability/outage',
    grave,
    'site',
    ['Ngập nước do mưa lớn tại {}', 'Nước vào tầng hầm đặt tủ nguồn; bơm đang hoạt động.'],
    ['Bơm nước, kê cao tủ nguồn.', 'Kiểm tra cách điện trước khi đóng điện lại.'],
    ['thien-tai'],
  ),
  story(
    'availability/misconfiguration',
    middling,
    'router',
    ['Sai cấu hình định tuyến trên {}', 'Sau thay đổi theo kế hoạch, một số tuyến không còn được quảng bá.'],
    ['Khôi phục cấu hình trước thay đổi.', 'Bổ sung bước kiểm tra vào quy trình thay đổi.'],
    ['thay-doi'],
  ),
  story(
    'availability/misconfiguration',
    slight,
    'line',
    ['Lệch tốc độ giao diện: {}', 'Lỗi khung tăng dần vì hai đầu đặt tốc độ khác nhau.'],
    ['Thống nhất tốc độ hai đầu.'],
    ['thay-doi'],
  ),
  story(
    'availability/outage',
    slight,
    'line',
    ['Suy hao quang tăng: {}', 'Công suất thu giảm 3 dB trong một tuần, chưa ảnh hưởng dịch vụ.'],
    ['Vệ sinh đầu nối.', 'Đặt lịch thay dây nhảy.'],
    ['cap-quang'],
  ),
  story(
    'information-content-security/data-loss',
    middling,
    'system',
    ['Mất dữ liệu sao lưu của {}', 'Hỏng hai ổ đĩa cùng lúc, bản sao đêm trước không dùng được.'],
    ['Khôi phục từ bản sao tuần.', 'Thêm một bản sao ở nơi khác.'],
    ['sao-luu'],
  ),
];

const attacks: readonly Story[] = [
  story(
    'availability/ddos',
    grave,
    'system',
    ['Tấn công từ chối dịch vụ phân tán vào {}', 'Lưu lượng UDP phản xạ vượt năng lực đường truyền.'],
    ['Lọc lưu lượng tại biên cùng nhà cung cấp.', 'Bật giới hạn tần suất cho dịch vụ.'],
    ['ddos'],
  ),
  story(
    'intrusion-attempts/brute-force',
    slight,
    'device',
    ['Dò mật khẩu vào giao diện quản trị {}', 'Nhiều lần đăng nhập sai từ một dải địa chỉ.'],
    ['Chặn dải địa chỉ nguồn.', 'Chỉ cho phép quản trị từ mạng quản lý.'],
    ['mat-khau'],
  ),
  story(
    'malicious-code/infected-system',
    middling,
    'server',
    ['Phát hiện mã độc trên {}', 'Máy chủ kết nối định kỳ tới máy chủ điều khiển đã biết.'],
    ['Cô lập máy chủ khỏi mạng.', 'Cài lại từ ảnh sạch, đổi khóa truy cập.'],
    ['ma-doc'],
  ),
  story(
    'intrusions/application-compromise',
    grave,
    'system',
    ['Ứng dụng bị xâm nhập: {}', 'Tệp lạ xuất hiện trong thư mục tải lên của ứng dụng.'],
    ['Tắt chức năng tải lên, thu thập nhật ký.', 'Vá lỗ hổng và triển khai lại.'],
    ['xam-nhap'],
  ),
  story(
    'information-gathering/scanner',
    ['INFO'],
    'site',
    ['Quét cổng từ bên ngoài vào {}', 'Một nguồn quét toàn bộ dải địa chỉ công khai.'],
    ['Ghi nhận, thêm nguồn vào danh sách theo dõi.'],
    ['do-quet'],
  ),
  story(
    'vulnerable/vulnerable-system',
    middling,
    'device',
    ['Lỗ hổng nghiêm trọng chưa vá trên {}', 'Phiên bản hệ điều hành có lỗ hổng cho phép chạy lệnh từ xa.'],
    ['Đặt quy tắc chặn tạm thời.', 'Nâng cấp trong cửa sổ bảo trì.'],
    ['lo-hong'],
  ),
  story(
    'information-content-security/data-leak',
    grave,
    'system',
    ['Lộ khóa truy cập của {}', 'Khóa truy cập nằm trong kho mã công khai.'],
    ['Thu hồi khóa, cấp khóa mới.', 'Rà soát nhật ký truy cập từ ngày lộ.'],
    ['lo-lot'],
  ),
  story(
    'fraud/phishing',
    middling,
    'system',
    ['Trang giả mạo {}', 'Tên miền gần giống dẫn tới trang đăng nhập giả.'],
    ['Yêu cầu nhà đăng ký thu hồi tên miền.'],
    ['gia-mao'],
  ),
  story(
    'availability/sabotage',
    grave,
    'line',
    ['Nghi phá hoại tuyến cáp: {}', 'Cáp bị cắt gọn tại hai hố ga liền kề.'],
    ['Niêm phong hiện trường, chuyển hướng lưu lượng.', 'Nối cáp và gia cố nắp hố ga.'],
    ['cap-quang'],
  ),
  story(
    'other/undetermined',
    slight,
    'server',
    ['Hành vi bất thường trên {}', 'Tải tăng vọt ngoài giờ, chưa rõ nguyên nhân.'],
    ['Tiếp tục theo dõi, thu thập thêm nhật ký.'],
    [],
  ),
];

export const stories: readonly Story[] = [...faults, ...attacks];
