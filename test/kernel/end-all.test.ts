import { endAll } from '../../src/kernel/end-all';

const ended: string[] = [];
const end = (name: string) => async () => void ended.push(name);
const fails = (name: string) => async () => {
  ended.push(name);
  throw new Error(`${name} does not end`);
};
afterEach(() => (ended.length = 0));

test('What was begun last ends first, and nothing ends twice', async () => {
  const ends = [end('database'), end('jobs'), end('server')];
  await endAll(ends);
  await endAll(ends);
  expect(ended).toEqual(['server', 'jobs', 'database']);
});

test('Where one does not end the others do, and the first that failed is told', async () => {
  const ends = [end('database'), fails('lock'), end('pool'), fails('jobs'), end('server')];
  await expect(endAll(ends)).rejects.toThrow('jobs does not end');
  expect(ended).toEqual(['server', 'jobs', 'pool', 'lock', 'database']);
});
