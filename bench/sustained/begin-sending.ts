import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Sending, Sent } from './sender';

export interface Sender {
  /** Comes when all is acknowledged. */
  done: Promise<Sent>;
  stop: () => void;
}

/** Sends in a process of its own: what it reckons keeps no question waiting. */
export function beginSending(sending: Sending, tell: (sent: Sent) => void): Sender {
  const register = join(__dirname, '../../test/support/register.cjs');
  const child = fork(join(__dirname, 'sender.ts'), { execArgv: ['-r', register] });
  const done = new Promise<Sent>((resolve, reject) => {
    child.on('message', (sent: Sent) => {
      tell(sent);
      if (sent.took) resolve(sent);
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`The sender ended with ${code} before all was sent.`)));
  });
  child.send(sending);
  return { done, stop: () => void child.kill() };
}
