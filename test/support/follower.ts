import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { until } from './until';

const root = resolve(__dirname, '../..');

/** A program that follows a hub, as a process of its own. */
export function startFollower(program: string, args: string[], env: Record<string, string>) {
  const argv = ['-r', resolve(__dirname, 'register.cjs'), resolve(root, program), ...args];
  const child = spawn(process.execPath, argv, { cwd: root, env: { ...process.env, ...env } });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<{ code: number | null; err: string }>((done) =>
    child.on('close', (code) => done({ code, err })),
  );
  return {
    ended,
    end: (signal: 'SIGKILL' | 'SIGTERM') => (child.kill(signal), ended),
    complains: (text: string) => until(`"${text}"`, async () => err.includes(text), { last: () => err }),
  };
}

export interface Followed {
  operation: string;
  type: string;
  nodeId: string;
  node: ({ id: string } & Record<string, unknown>) | null;
}

/** Whole lines alone: the last one may be written at this moment. */
export function linesOf(file: string): Followed[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.filter(Boolean).map((line) => JSON.parse(line) as Followed);
}

/** What somebody holds who has taken in all lines. */
export function replicaOf(lines: readonly Followed[]): Map<string, Followed['node']> {
  const replica = new Map<string, Followed['node']>();
  for (const { operation, nodeId, node } of lines)
    if (operation === 'DELETED' || operation === 'WITHDRAWN') replica.delete(nodeId);
    else if (node) replica.set(nodeId, node);
  return replica;
}

/** A wire to an address, that can be cut: nothing answers there until it is laid. */
export class Wire {
  private server: Server | null = null;
  private readonly sockets = new Set<Socket>();

  constructor(
    private readonly port: number,
    private readonly target: number,
  ) {}

  lay(): Promise<void> {
    this.server = createServer((from) => {
      const to = createConnection({ port: this.target, host: '127.0.0.1' });
      for (const socket of [from, to]) {
        this.sockets.add(socket);
        socket
          .on('error', () => undefined)
          .on('close', () => (this.sockets.delete(socket), from.destroy(), to.destroy()));
      }
      from.pipe(to).pipe(from);
    });
    return new Promise((done) => this.server!.listen(this.port, '127.0.0.1', done));
  }

  cut(): Promise<void> {
    const { server } = this;
    this.server = null;
    for (const socket of this.sockets) socket.destroy();
    return new Promise((done) => (server ? server.close(() => done()) : done()));
  }
}
