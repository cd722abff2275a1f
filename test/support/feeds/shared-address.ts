import { createConnection, createServer, type Socket } from 'node:net';

/** One address before several servers, as a balancer has it: each connection goes to the next of them that is there. */
export class SharedAddress {
  private readonly server = createServer((from) => this.connect(from, this.targets.length));
  private readonly sockets = new Set<Socket>();
  private next = 0;
  /** How many connections each has been given. */
  readonly given: number[];

  constructor(
    readonly port: number,
    private readonly targets: readonly number[],
  ) {
    this.given = targets.map(() => 0);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  open(): Promise<void> {
    return new Promise((done) => this.server.listen(this.port, '127.0.0.1', done));
  }

  close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return new Promise((done) => this.server.close(() => done()));
  }

  private connect(from: Socket, tries: number): void {
    const at = (this.next += 1) % this.targets.length;
    const to = createConnection({ port: this.targets[at]!, host: '127.0.0.1' });
    this.sockets.add(to.on('close', () => this.sockets.delete(to)));
    const refused = () => (tries > 1 ? this.connect(from, tries - 1) : from.destroy());
    to.once('error', refused);
    to.once('connect', () => {
      this.given[at]! += 1;
      to.off('error', refused);
      for (const socket of [from, to])
        socket.on('error', () => undefined).on('close', () => (from.destroy(), to.destroy()));
      this.sockets.add(from.on('close', () => this.sockets.delete(from)));
      from.pipe(to).pipe(from);
    });
  }
}
