import { limitOf } from '../../../src/kernel/writing/limit.rules';

describe('What a constraint asks of a value is said in words', () => {
  test.each([
    ['CHECK (length(name) >= 1 AND length(name) <= 200)', 'it must have 1 to 200 characters'],
    ['CHECK (length(description) <= 500)', 'it must have 500 characters at most'],
    ['CHECK (level >= 1 AND level <= 5)', 'it must be from 1 to 5'],
    [
      `CHECK (latitude >= '-90'::integer::double precision AND latitude <= 90::double precision)`,
      'it must be from -90 to 90',
    ],
    ['CHECK (speed_bps >= 0)', 'it must be 0 or more'],
    [`CHECK (kind = ANY (ARRAY['CABLE'::text, 'CIRCUIT'::text]))`, 'it must be one of CABLE, CIRCUIT'],
    ['CHECK (cardinality(tags) <= 64 AND array_position(tags, NULL::text) IS NULL)', 'it must hold 64 at most'],
    ['CHECK (cardinality(coworker_ids) <= 100)', 'it must hold 100 at most'],
    ['CHECK (texts_within(tags, 100)) NOT VALID', 'it must have 1 to 100 characters in each'],
    [
      `CHECK (source ~ '^[a-z0-9][a-z0-9._-]{0,62}$'::text)`,
      'it must have 1 to 63 characters of a-z0-9._-, the first of a-z0-9',
    ],
    ['CHECK (system_id <> part_id)', 'it must be another record than this one'],
    [
      'FOREIGN KEY (device_id, owner_id) REFERENCES device(id, owner_id) ON UPDATE CASCADE',
      'it must have the same owner as this record',
    ],
  ])('%s', (definition, words) => {
    expect(limitOf(definition)).toBe(words);
  });

  test.each([
    ['two columns in one', 'CHECK (length(name) >= 1 AND length(code) <= 200)'],
    ['another form', `CHECK (closed_at IS NULL OR state = 'CLOSED'::text)`],
    ['a reference to any record', 'FOREIGN KEY (site_id) REFERENCES site(id)'],
    ['no constraint', ''],
  ])('but not of %s', (_, definition) => {
    expect(limitOf(definition)).toBeNull();
  });
});
