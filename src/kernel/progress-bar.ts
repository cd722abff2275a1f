import { SingleBar } from 'cli-progress';

/** A bar on standard error, begun; where that is no terminal, a line every five seconds. `what` is told with each update. */
export function beginBar(total = 1, { hideCursor = false } = {}): SingleBar {
  const bar = new SingleBar({
    format: '  {bar} {percentage} %  {what}',
    noTTYOutput: true,
    notTTYSchedule: 5000,
    stream: process.stderr,
    hideCursor,
  });
  bar.start(total, 0, { what: '' });
  return bar;
}
