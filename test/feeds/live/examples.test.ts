import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, validate } from 'graphql';
import { createSchema } from '../../../src/schema';

const folder = join(__dirname, '../../../schema/examples/subscriptions');

test.each(readdirSync(folder))('%s fits the schema', (file) => {
  const document = parse(readFileSync(join(folder, file), 'utf8'));
  expect(validate(createSchema(), document)).toEqual([]);
});
