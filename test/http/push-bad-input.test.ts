import { compressSync } from 'snappy';
import { startHub, type Hub } from '../support/hub';
import { push, type PushAnswer } from '../support/push';
import { encodeWriteRequest, ProtoWriter, staleBits, type WrittenSeries } from '../support/remote-write';

let hub: Hub;
let key: string;
beforeAll(async () => {
  hub = await startHub({ listen: true });
  key = await hub.key({ organization: 'RC-N', role: 'REPORTER' });
});
afterAll(() => hub.stop());

const begin = Date.UTC(2026, 10, 1);
const one = (name: string, samples: WrittenSeries['samples'] = [[begin, 1]]): WrittenSeries => ({
  labels: { __name__: name, job: 'node' },
  samples,
});
const send = (body: Buffer): Promise<PushAnswer> => push(hub.url, compressSync(body), { key });
const write = (...series: WrittenSeries[]) => send(encodeWriteRequest(series));

/** The samples of a metric as they are kept: milliseconds after the beginning, the bits of the value, flag. */
const kept = async (metric: string) =>
  (
    await hub.sql<{ sample: string }>(
      `SELECT concat_ws(' ', (extract(epoch FROM x.at) * 1000)::bigint - $2::bigint, encode(float8send(x.value), 'hex'), x.flag) AS sample
         FROM private.sample x JOIN series s ON s.number = x.series_number JOIN metric m ON m.id = s.metric_id
        WHERE m.name = $1 ORDER BY x.at`,
      [metric, begin],
    )
  ).map(({ sample }) => sample);
const oneBits = '3ff0000000000000';

/** Whatever came before, the same key goes on. */
afterEach(async () => {
  expect(await write(one('sound'))).toEqual({ status: 204, retryAfter: null, told: null });
  expect(await kept('sound')).toEqual([`0 ${oneBits} 0`]);
  expect(await kept('bad')).toEqual([]);
});

describe('A body that is undecodable is refused as a whole, with what is wrong', () => {
  const sound = encodeWriteRequest([one('bad')]);
  const snappy = compressSync(sound);
  const written = (make: (out: ProtoWriter) => void): Buffer => {
    const out = new ProtoWriter();
    make(out);
    return out.done();
  };
  const secondVersion = written((out) => {
    out.message(5, () => {
      out.message(2, () => (out.number(2, BigInt(begin)), out.double(1, 1n)));
      out.bytes(1, Buffer.from([1, 2]));
    });
    for (const symbol of ['bad', '__name__', '']) out.bytes(4, Buffer.from(symbol));
  });
  const claims = (hex: string) => Buffer.concat([Buffer.from(hex, 'hex'), snappy.subarray(1)]);
  const cases: [string, Buffer, number, string, RegExp][] = [
    ['snappy cut short', snappy.subarray(0, snappy.length - 3), 400, 'BAD_REQUEST', /no snappy block/],
    ['nothing at all', Buffer.alloc(0), 400, 'BAD_REQUEST', /ends within its size/],
    ['a claimed size of 4 GB less a byte', claims('ffffffff0f'), 413, 'BODY_TOO_LARGE', /claims 4294967295 bytes/],
    ['a claimed size of 4 GB', claims('8080808010'), 400, 'BAD_REQUEST', /claims more than 4 GB/],
    ['a claimed size that it can not hold', claims('80808010'), 400, 'BAD_REQUEST', /can not hold the 33554432/],
    ['a remote-write 2.0 message', compressSync(secondVersion), 400, 'BAD_REQUEST', /ends without a series/],
    [
      'a message of samples alone',
      compressSync(written((out) => (out.number(2, BigInt(begin)), out.double(1, 1n)))),
      ...([400, 'BAD_REQUEST', /no prometheus\.WriteRequest: at byte \d+ field 1 is/] as const),
    ],
    ['protobuf cut short', compressSync(sound.subarray(0, -1)), 400, 'BAD_REQUEST', /no prometheus\.WriteRequest/],
  ];
  test.each(cases)('%s', async (_, body, status, code, message) => {
    const { status: answered, told } = await push(hub.url, body, { key });
    expect([answered, told!.errors!.map(({ extensions }) => extensions.code)]).toEqual([status, [code]]);
    expect(told!.errors![0]!.message).toMatch(message);
  });
});

describe('What of a body is bad is refused by reason, with an example, and the rest is kept', () => {
  const refused = (reason: string, samples: number, example: string) => [
    expect.objectContaining({ reason, samples, example: expect.stringContaining(example) as string }),
  ];

  test('a series of 100,000 labels', async () => {
    const labels = [['__name__', 'bad'], ...Array.from({ length: 100_000 }, (_, n) => [`l${n}`, 'x'])] as [
      ...[string, string][],
    ];
    expect(await write({ labels, samples: [[begin, 1]] }, one('beside_labels'))).toMatchObject({
      status: 400,
      told: { taken: 1, newSeries: 1, refused: refused('TOO_MANY_LABELS', 1, '100,001 labels') },
    });
    expect(await kept('beside_labels')).toEqual([`0 ${oneBits} 0`]);
  });

  test('instants at both ends of int64', async () => {
    const ends = [-(2n ** 63n), 2n ** 63n - 1n].map((at) => [at, 1] as const);
    expect(await write(one('ends', [ends[0]!, [begin, 1], ends[1]!]))).toMatchObject({
      status: 400,
      told: { taken: 1, refused: refused('INSTANT_OUT_OF_RANGE', 2, 'at -9223372036854776000 ms') },
    });
    expect(await kept('ends')).toEqual([`0 ${oneBits} 0`]);
  });

  test('a series that comes twice is one; of two values at an instant the first is kept', async () => {
    const twice = {
      labels: [
        ['job', 'node'],
        ['__name__', 'doubled'],
      ] as const,
      samples: [
        [begin, 2],
        [begin + 1, 1],
      ] as const,
    };
    expect(await write(one('doubled'), twice, one('doubled'))).toMatchObject({
      status: 400,
      told: {
        taken: 2,
        repeated: 1,
        newSeries: 1,
        refused: refused('CONFLICT', 1, 'doubled{job="node"} at 2026-11-01T'),
      },
    });
    expect(await kept('doubled')).toEqual([`0 ${oneBits} 0`, `1 ${oneBits} 0`]);
  });

  test('text that is no UTF-8, in a name and in a value', async () => {
    const body = new ProtoWriter();
    for (const [name, value] of [
      ['job', Buffer.from([0xff])],
      [Buffer.from([0xed, 0xa0, 0x80]), 'x'],
    ] as const)
      body.message(1, () => {
        body.message(2, () => (body.number(2, BigInt(begin)), body.double(1, 1n)));
        body.message(1, () => (body.bytes(2, Buffer.from(value)), body.bytes(1, Buffer.from(name))));
        body.message(1, () => (body.text(2, 'bad'), body.text(1, '__name__')));
      });
    const sound = encodeWriteRequest([one('beside_text')]);
    expect(await send(Buffer.concat([body.done(), sound]))).toMatchObject({
      status: 400,
      told: { taken: 1, refused: refused('TEXT', 2, '') },
    });
    expect(await kept('beside_text')).toEqual([`0 ${oneBits} 0`]);
  });
});

describe('NaN of any payload is taken for NaN, to the bit, and only the stale marker for the end of a series', () => {
  const payloads = [
    0x7ff8000000000000n,
    0x7ff8000000000001n,
    0x7ff0000000000001n,
    0xfff8deadbeef0001n,
    0x7fffffffffffffffn,
  ];
  const all = [...payloads, staleBits, staleBits | (1n << 63n)];
  const samples = all.map((bits, n) => [begin + n, bits] as const);
  const flags = [1, 1, 1, 1, 1, 4, 1];
  const asKept = all.map((bits, n) => `${n} ${bits.toString(16)} ${flags[n]}`);

  test('in their order', async () => {
    expect(await write(one('nans', samples))).toMatchObject({ status: 204 });
    expect(await kept('nans')).toEqual(asKept);
  });

  test('late: after what is newer, in one body or in another', async () => {
    expect(await write(one('late_nans', samples.slice(3).toReversed()))).toMatchObject({ status: 204 });
    expect(await write(one('late_nans', samples.slice(0, 3)))).toMatchObject({ status: 204 });
    expect(await kept('late_nans')).toEqual(asKept);
  });
});

test('What is no number has the same bits by whichever road it comes', async () => {
  const values = [NaN, Infinity, -Infinity, staleBits];
  await write(
    one(
      'by_prometheus',
      values.map((value, n) => [begin + n, value] as const),
    ),
  );
  const timestamps = values.map((_, n) => new Date(begin + n).toISOString());
  const batches = [{ metric: 'by_graphql', timestamps, values: [null, null, null, null], flags: [1, 2, 3, 4] }];
  const document = 'mutation($input: IngestSamplesInput!) { ingestSamples(input: $input) { taken } }';
  await hub.as(key).data(document, { input: { owner: 'RC-N', source: 'poller', batches } });
  const bits = ['7ff8000000000001', '7ff0000000000000', 'fff0000000000000', '7ff0000000000002'];
  for (const metric of ['by_prometheus', 'by_graphql'])
    expect(await kept(metric)).toEqual(bits.map((one, n) => `${n} ${one} ${n + 1}`));
});
