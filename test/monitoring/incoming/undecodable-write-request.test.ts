import type { Incoming } from '../../../src/monitoring/incoming/incoming';
import { KnownLabels } from '../../../src/monitoring/incoming/known-labels';
import { BodyTooLarge, UndecodableBody } from '../../../src/monitoring/incoming/undecodable-body';
import { readWriteRequest } from '../../../src/monitoring/incoming/write-request';
import { encodeWriteRequest, ProtoWriter, staleBits, type WrittenSeries } from '../../support/remote-write';
import { one, read, up } from './requests';
import { isWellFormed, now, samplesOf } from './told';

describe('A body that is no request', () => {
  const body = encodeWriteRequest(
    [
      {
        labels: { ...up, note: 'tràn bộ nhớ '.repeat(20) },
        samples: [
          [now, 1.5],
          [now + 1, staleBits],
        ],
      },
      one(up),
    ],
    [{ name: 'up', type: 2, help: 'Whether it answers.' }],
  );

  /** What comes of a body: columns that fit together, or its refusal. */
  function outcome(bytes: Uint8Array, known: KnownLabels): Incoming | UndecodableBody {
    try {
      const incoming = read(bytes, known);
      if (!isWellFormed(incoming)) throw new Error('The columns do not fit together.');
      return incoming;
    } catch (error) {
      if (error instanceof UndecodableBody) return error;
      throw error;
    }
  }

  test('is refused as a whole wherever it is cut, or reads as what came before', () => {
    const known = new KnownLabels();
    const whole = samplesOf(read(body, known));
    const readable = Array.from(body.keys()).flatMap((end) => {
      const cut = outcome(Uint8Array.from(body.subarray(0, end)), known);
      return cut instanceof UndecodableBody ? [] : [samplesOf(cut)];
    });
    // Before the first message, and after each.
    expect(readable).toEqual([[], whole.slice(0, 2), whole]);
  });

  test('never does more than be refused, whichever byte of it is changed', () => {
    const known = new KnownLabels();
    for (const at of body.keys())
      for (const other of [0x00, 0x7f, 0x80, 0xff, body[at]! ^ 0x08]) {
        const changed = Buffer.from(body);
        changed[at] = other;
        outcome(changed, known);
      }
    expect(samplesOf(read(body, known))).toEqual(samplesOf(read(body)));
  });

  test.each<[string, () => Buffer, RegExp]>([
    [
      'another message',
      () => written((out) => out.double(1, 5n)),
      /no prometheus\.WriteRequest: at byte \d+ field 1 is/,
    ],
    [
      'remote-write 2.0',
      () => written((out) => (out.message(5, () => out.text(1, 'x')), out.text(4, 'up'))),
      /ends without a series/,
    ],
    ['text', () => Buffer.from('up 1\n'), /no prometheus\.WriteRequest/],
    ['zeros', () => Buffer.alloc(64), /a field has no number/],
    ['a number without end', () => Buffer.alloc(64, 0xff), /more than 10 bytes/],
    ['a length beyond it', () => Buffer.from('0affffffff07', 'hex'), /claims more than the 0 bytes left/],
    ['a length of 64 bits', () => Buffer.from('0affffffffffffffffff01', 'hex'), /claims more than/],
    ['groups without end', () => Buffer.alloc(5000, 0x4b), /more than 100 groups/],
    ['a group that another ends', () => Buffer.from('4b54', 'hex'), /a field is of type 4/],
    [
      'samples of another type',
      () => written((out) => out.message(1, () => out.number(2, 5n))),
      /field 2 is of another/,
    ],
    [
      'a label cut off',
      () => written((out) => out.message(1, () => out.bytes(1, Buffer.from('0a', 'hex')))),
      /cut off/,
    ],
  ])('is refused where it is %s', (_, make, message) => {
    expect(() => read(make())).toThrow(UndecodableBody);
    expect(() => read(make())).toThrow(message);
  });

  test('is refused where it holds more samples or series than one request may, taken or not', () => {
    const known = new KnownLabels();
    const readMost = (mostSamples: number, ...series: WrittenSeries[]) =>
      readWriteRequest(encodeWriteRequest(series), { now, known, mostSamples });
    const samples = Array.from({ length: 11 }, (_, i) => [now + i, i] as const);
    const nameless = { labels: {}, samples };
    const empty = Array.from({ length: 11 }, (_, i) => ({ labels: { __name__: `x${i}` }, samples: [] }));
    const message = 'more than 10 samples or series: send fewer at a time';
    expect(() => readMost(10, { labels: up, samples })).toThrow(message);
    expect(() => readMost(10, nameless)).toThrow(message);
    expect(() => readMost(10, ...empty)).toThrow(BodyTooLarge);
    expect(readMost(11, { labels: up, samples }, nameless).at).toHaveLength(11);
    expect(readMost(11, ...empty).series).toEqual([]);
  });

  function written(write: (out: ProtoWriter) => void): Buffer {
    const out = new ProtoWriter();
    write(out);
    return out.done();
  }
});
