import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Writable } from 'node:stream';
import { backtest } from '../../../src/warnings/detector/backtest';
import { Detector } from '../../../src/warnings/detector/detector.rules';
import { startProgram } from '../../support/program';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'backtest-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** No database is near: the command needs none. */
const hubBacktest = (path: string) =>
  startProgram('cli.ts', ['backtest', path], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }).ended;

function fileOf(content: string | Buffer, name = 'series.csv'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const rowsIn = (out: string): string[] => out.trimEnd().split('\n');

/** What it writes, without the time that a program takes to start. */
async function written(path: string): Promise<string> {
  let out = '';
  const output = new Writable({ write: (chunk, _encoding, done) => ((out += String(chunk)), done()) });
  await backtest(path, output);
  return out;
}

describe('hub backtest', () => {
  const shared = join(process.env['SHARED_DATA'] ?? resolve(__dirname, '../../../../shared/data'), 'nab/data');
  const maybe = existsSync(shared) ? test : test.skip;

  maybe('prints every row of a real series as it stands, with the score of the very same detector', async () => {
    const path = join(shared, 'realTraffic/occupancy_t4013.csv');
    const { code, out, err } = await hubBacktest(path);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [header, ...rows] = rowsIn(out);
    expect(header).toBe('timestamp,value,anomaly_score');
    const [, ...given] = rowsIn(readFileSync(path, 'utf8').replaceAll('\r', ''));
    expect(rows.map((row) => row.slice(0, row.lastIndexOf(',')))).toEqual(given);
    const detector = Detector.begin();
    for (const row of rows) {
      const [timestamp, value, score] = row.split(',');
      const found = detector.take(Date.parse(`${timestamp!.replace(' ', 'T')}Z`), Number(value));
      expect(Number(score)).toBeCloseTo(found?.score ?? 0, 5);
    }
  });

  test('takes columns in any order, among others, quoted, with a zone, after a byte order mark, with Windows line ends', async () => {
    const path = fileOf(
      '\uFEFF"Note","Value","TimeStamp"\r\nx,1.50,"2024-05-31T23:55:00+07:00"\r\n"Trạm, phía bắc",-2e3,2024-05-31T17:00:00Z\r\n',
    );
    expect(rowsIn(await written(path))).toEqual([
      'timestamp,value,anomaly_score',
      '2024-05-31T23:55:00+07:00,1.50,0',
      '2024-05-31T17:00:00Z,-2e3,0',
    ]);
  });

  test('passes over what is no measurement, and an instant that comes again', async () => {
    const path = fileOf(
      'timestamp,value\n2024-01-01 00:00,1\n2024-01-01 00:05,\n2024-01-01 00:10,NaN\n2024-01-01 00:15,inf\n2024-01-01 00:15,5\n2024-01-01 00:15,900\n',
    );
    expect(rowsIn(await written(path)).slice(2)).toEqual([
      '2024-01-01 00:05,,0',
      '2024-01-01 00:10,NaN,0',
      '2024-01-01 00:15,inf,0',
      '2024-01-01 00:15,5,0',
      '2024-01-01 00:15,900,0',
    ]);
  });

  test('a file with a header alone has no rows', async () => {
    expect(await written(fileOf('timestamp,value\n'))).toBe('timestamp,value,anomaly_score\n');
  });

  test.each([
    ['', 'line 1: the file is empty'],
    ['a,b\n1,2\n', 'line 1: the header names no column'],
    [
      'timestamp,value\n2024-01-01 00:00:00,1\n2024-02-30 00:00:00,1\n',
      'line 3: timestamp "2024-02-30 00:00:00" is no instant',
    ],
    ['timestamp,value\n2024-01-01 00:00:00,1\n\n2024-01-02 00:00:00,viên\n', 'line 4: value "viên" is no number'],
    ['timestamp,value\n2024-01-01 00:00:00,0x10\n', 'line 2: value "0x10" is no number'],
    [
      'timestamp,value\n2024-01-02 00:00:00,1\n2024-01-01 00:00:00,1\n',
      'line 3: 2024-01-01 00:00:00 lies before the row above',
    ],
    ['timestamp,value\n2024-01-02 00:00:00\n', 'line 2: there is no value'],
    [`timestamp,value\n"${'x'.repeat(50_000)}`, 'Max Record Size'],
    [Buffer.from([0, 255, 254, 1, 10, 7]), 'line 1: the header names no column'],
  ])('names the line and the reason of what it can not read: %#', async (content, reason) => {
    const path = fileOf(content);
    const refused = await written(path).catch((error: Error) => error.message);
    expect(refused).toContain(`${path}: `);
    expect(refused).toContain(reason);
  });

  test('says that there is no such file, that a folder is none, and how it is used', async () => {
    const [missing, aFolder, unnamed] = await Promise.all([
      hubBacktest(join(folder, 'không có.csv')),
      hubBacktest(folder),
      startProgram('cli.ts', ['backtest'], {}).ended,
    ]);
    expect([missing.code, aFolder.code, unnamed.code]).toEqual([1, 1, 1]);
    expect(missing.err).toContain('không có.csv: there is no such file.');
    expect(missing.err).not.toContain('    at ');
    expect(aFolder.err).toContain('it is a folder');
    expect(unnamed.err).toContain("missing required argument 'file'");
  });
});
