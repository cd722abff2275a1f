import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

/** Of which each phase does one for some seconds: half of one core, 8 MB/s to disk, 16 MB/s over loopback, and 200 MB at the most. */
const kinds = ['quiet', 'processor', 'disk', 'network', 'memory'] as const;
const sliceMs = 100;
const mostFileBytes = 64 * 1024 * 1024;
const mostHeldBytes = 200 * 1024 * 1024;
const part = Buffer.alloc(64 * 1024, 'load');

/** Loads this machine, now more, now less, in a thread of its own; the file that it writes lies in the folder. Ends it by what it returns. */
export function startChangingLoad(folder: string): () => Promise<unknown> {
  const worker = new Worker(__filename, { workerData: folder });
  return () => worker.terminate();
}

/** What is done in a slice of a phase, from nothing at all (0) to the most (1). */
type Doing = Record<(typeof kinds)[number], (share: number) => void>;

async function loadOn(folder: string): Promise<never> {
  const doing: Doing = {
    quiet: () => undefined,
    processor: compute,
    disk: writer(folder),
    ...(await sender()),
    memory,
  };
  for (;;) {
    const kind = kinds[Math.floor(Math.random() * kinds.length)]!;
    const share = Math.random();
    for (let left = 20 + Math.random() * 280; left > 0; left -= 1) {
      doing[kind](share);
      await pause(sliceMs);
    }
  }
}

function compute(share: number): void {
  const until = performance.now() + (share * sliceMs) / 2;
  while (performance.now() < until) Math.sqrt(Math.random());
}

function writer(folder: string): (share: number) => void {
  const file = openSync(join(folder, 'written-by-load'), 'w');
  process.once('exit', () => closeSync(file));
  let at = 0;
  return (share) => {
    for (let parts = Math.ceil(share * 13); parts > 0; parts -= 1) {
      writeSync(file, part, 0, part.length, at);
      at = (at + part.length) % mostFileBytes;
    }
    fsyncSync(file);
  };
}

async function sender(): Promise<{ network: (share: number) => void }> {
  const server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const socket: Socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  return {
    network: (share) => {
      for (let parts = Math.ceil(share * 25); parts > 0; parts -= 1) socket.write(part);
    },
  };
}

const held: Buffer[] = [];
function memory(share: number): void {
  if (held.length * part.length < share * mostHeldBytes)
    held.push(...Array.from({ length: 40 }, () => Buffer.from(part)));
  else held.splice(0, 40);
}

if (!isMainThread) void loadOn(workerData as string);
