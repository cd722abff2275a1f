import { compressSync } from 'snappy';
import { uncompressBlock } from '../../../src/monitoring/incoming/snappy-block';
import { BodyTooLarge, UndecodableBody } from '../../../src/monitoring/incoming/undecodable-body';
import { encodeWriteRequest } from '../../support/remote-write';

const hex = (text: string) => Buffer.from(text, 'hex');

describe('A snappy block', () => {
  const plain = encodeWriteRequest(
    Array.from({ length: 20 }, (_, i) => ({ labels: { __name__: 'up', instance: `${i}` }, samples: [[i, i]] })),
  );
  const block = compressSync(plain);

  test('comes back as it was, empty or as dense as a block can be', () => {
    for (const bytes of [plain, Buffer.alloc(0), Buffer.alloc(1), Buffer.alloc(5_000_000, 'ab')])
      expect(uncompressBlock(compressSync(bytes)).equals(bytes)).toBe(true);
  });

  test.each([
    ['of no bytes', '', /ends within its size/],
    ['cut within its size', 'ffff', /ends within its size/],
    ['claiming 4 GB', '808080801000', /claims more than 4 GB/],
    ['claiming a size of 6 bytes', 'ffffffffff01', /claims more than 4 GB/],
    ['claiming more than its bytes can hold', '8080800400', /5 bytes can not hold the 8388608/],
    ['claiming more than it holds', '0a0061', /no snappy block: .*block format, not framed/],
    ['in the framed format', 'ff060000734e61507059', /no snappy block/],
  ])('%s is refused', (_, bytes, message) => {
    const uncompress = () => uncompressBlock(hex(bytes));
    expect(uncompress).toThrow(UndecodableBody);
    expect(uncompress).toThrow(message);
  });

  test('claiming more than is taken is refused before there is room for it', () => {
    expect(() => uncompressBlock(hex('ffffffff0f00'))).toThrow(BodyTooLarge);
    expect(() => uncompressBlock(hex('ffffffff0f00'))).toThrow('claims 4294967295 bytes, 67108864 are taken');
    expect(() => uncompressBlock(block, plain.length - 1)).toThrow(BodyTooLarge);
    expect(uncompressBlock(block, plain.length)).toEqual(plain);
  });

  test('is refused wherever it is cut', () => {
    const ends = Array.from({ length: block.length }, (_, end) => end);
    for (const end of ends) expect(() => uncompressBlock(block.subarray(0, end))).toThrow(UndecodableBody);
  });
});
