import type { MetricKind } from '../../monitoring/monitoring.values';

export interface SensorMetric {
  metric: string;
  unit: string | null;
  kind: MetricKind;
}

/** The unit that LibreNMS brings the readings of each class of sensor to; a class that only counts or numbers has none. */
const units: ReadonlyMap<string, string> = new Map([
  ['airflow', 'cubic_feet_per_minute'],
  ['bitrate', 'bits_per_second'],
  ['charge', 'percent'],
  ['chromatic_dispersion', 'picoseconds_per_nanometer'],
  ['cooling', 'watts'],
  ['current', 'amperes'],
  ['dbm', 'dbm'],
  ['delay', 'seconds'],
  ['fanspeed', 'rpm'],
  ['frequency', 'hertz'],
  ['humidity', 'percent'],
  ['load', 'percent'],
  ['loss', 'percent'],
  ['percent', 'percent'],
  ['power', 'watts'],
  ['power_consumed', 'kilowatt_hours'],
  ['pressure', 'kilopascals'],
  ['quality_factor', 'decibels'],
  ['runtime', 'minutes'],
  ['signal', 'dbm'],
  ['signal_loss', 'decibels'],
  ['snr', 'decibels'],
  ['temperature', 'celsius'],
  ['tv_signal', 'decibel_millivolts'],
  ['voltage', 'volts'],
  ['waterflow', 'liters_per_minute'],
]);

/** The same of wireless sensors, whose classes bear some of the same names for other things. */
const wirelessUnits: ReadonlyMap<string, string> = new Map([
  ['capacity', 'percent'],
  ['ccq', 'percent'],
  ['distance', 'kilometers'],
  ['error-rate', 'bits_per_second'],
  ['error-ratio', 'percent'],
  ['frequency', 'megahertz'],
  ['mse', 'decibels'],
  ['noise-floor', 'dbm'],
  ['power', 'dbm'],
  ['quality', 'percent'],
  ['rate', 'bits_per_second'],
  ['rsrp', 'dbm'],
  ['rsrq', 'decibels'],
  ['rssi', 'dbm'],
  ['sinr', 'decibels'],
  ['snr', 'decibels'],
  ['ssr', 'decibels'],
  ['utilization', 'percent'],
  ['xpi', 'dbm'],
]);

/**
 * The metric of a class of sensors, such as `librenms_temperature_celsius` and `librenms_wireless_clients`: with its unit behind it as
 * Prometheus has it, and `_total` behind a counter. Null where the class is no name.
 */
export function metricOf(sensorClass: string, isWireless: boolean, kind: MetricKind): SensorMetric | null {
  if (!/^[a-z][a-z0-9_-]{0,63}$/.test(sensorClass)) return null;
  const unit = (isWireless ? wirelessUnits : units).get(sensorClass) ?? null;
  const name = sensorClass.replaceAll('-', '_');
  const parts = ['librenms', isWireless ? 'wireless' : null, name, unit === name ? null : unit];
  const ending = kind === 'COUNTER' ? ['total'] : [];
  return { metric: [...parts.filter((part) => part !== null), ...ending].join('_'), unit, kind };
}
