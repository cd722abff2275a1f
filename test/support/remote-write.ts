import { bitsOf } from '../../src/monitoring/incoming/value-bits';

export interface WrittenSeries {
  /** `__name__` among them; in their order. */
  labels: Record<string, string> | readonly (readonly [name: string, value: string])[];
  /** Milliseconds since 1970, and the value: a bigint is its 64 bits. */
  samples: readonly (readonly [atMs: number | bigint, value: number | bigint])[];
}

export interface WrittenFamily {
  name: string;
  /** prometheus.MetricMetadata.MetricType: 1 counter, 2 gauge, 3 histogram, 5 summary. */
  type: number;
  help?: string;
  unit?: string;
}

/** The bits of Prometheus's stale marker, and of the NaN that is a value. */
export const staleBits = 0x7ff0000000000002n;
export const nanBits = 0x7ff8000000000001n;

/** An uncompressed prometheus.WriteRequest, byte for byte as Prometheus writes it: what is 0 or empty is left out. */
export function encodeWriteRequest(
  series: readonly WrittenSeries[],
  metadata: readonly WrittenFamily[] = [],
): Buffer<ArrayBuffer> {
  const out = new ProtoWriter();
  for (const family of metadata.toReversed()) out.message(3, () => writeFamily(out, family));
  for (const one of series.toReversed()) out.message(1, () => writeSeries(out, one));
  return out.done();
}

function writeSeries(out: ProtoWriter, { labels, samples }: WrittenSeries): void {
  for (const [at, value] of samples.toReversed())
    out.message(2, () => {
      if (BigInt(at) !== 0n) out.number(2, BigInt(at));
      const bits = typeof value === 'bigint' ? value : bitsOf(value);
      if (bits !== 0n) out.double(1, bits);
    });
  const pairs = Array.isArray(labels) ? (labels as [string, string][]) : Object.entries(labels);
  for (const [name, value] of pairs.toReversed())
    out.message(1, () => {
      out.text(2, value);
      out.text(1, name);
    });
}

function writeFamily(out: ProtoWriter, { name, type, help = '', unit = '' }: WrittenFamily): void {
  out.text(5, unit);
  out.text(4, help);
  out.text(2, name);
  if (type !== 0) out.number(1, BigInt(type));
}

/** Protobuf from its end to its beginning: what a length counts stands already. */
export class ProtoWriter {
  private buffer = Buffer.allocUnsafe(1 << 16);
  private at = this.buffer.length;

  /** A field that holds what `write` writes. */
  message(field: number, write: () => void): void {
    const before = this.size;
    write();
    this.small(this.size - before);
    this.tag(field, 2);
  }

  text(field: number, text: string): void {
    if (text === '') return;
    const size = Buffer.byteLength(text);
    this.reserve(size);
    this.at -= size;
    this.buffer.write(text, this.at);
    this.small(size);
    this.tag(field, 2);
  }

  bytes(field: number, bytes: Uint8Array): void {
    this.raw(bytes);
    this.small(bytes.length);
    this.tag(field, 2);
  }

  number(field: number, number: bigint): void {
    this.varint(BigInt.asUintN(64, number));
    this.tag(field, 0);
  }

  double(field: number, bits: bigint): void {
    this.reserve(8);
    this.at = this.buffer.writeBigUInt64LE(bits, this.at - 8) - 8;
    this.tag(field, 1);
  }

  tag(field: number, type: number): void {
    this.small(field * 8 + type);
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.at -= bytes.length;
    this.buffer.set(bytes, this.at);
  }

  done(): Buffer<ArrayBuffer> {
    return Buffer.from(this.buffer.subarray(this.at));
  }

  private get size(): number {
    return this.buffer.length - this.at;
  }

  private small(number: number): void {
    if (number > 0x7f) return this.varint(BigInt(number));
    this.reserve(1);
    this.buffer[(this.at -= 1)] = number;
  }

  private varint(number: bigint): void {
    const bytes: number[] = [];
    let rest = number;
    for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    bytes.push(Number(rest));
    this.raw(Uint8Array.from(bytes));
  }

  private reserve(size: number): void {
    if (size <= this.at) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.size + size));
    this.buffer.copy(larger, larger.length - this.size, this.at);
    this.at = larger.length - this.size;
    this.buffer = larger;
  }
}
