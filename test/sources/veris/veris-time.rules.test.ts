import { dated, document, refused, taken, type Json } from './small-document';

describe('the date of an incident from a VERIS document', () => {
  const occurred = (incident: Json) => {
    const { occurredAt, occurredAtPrecision } = taken(dated(incident));
    return [occurredAt, occurredAtPrecision];
  };

  test('is as precise as the document writes it', () => {
    expect(occurred({ year: 1971 })).toEqual(['1971-01-01T00:00:00.000Z', 'YEAR']);
    expect(occurred({ year: 2019, month: 12 })).toEqual(['2019-12-01T00:00:00.000Z', 'MONTH']);
    expect(occurred({ year: 2020, month: 2, day: 29 })).toEqual(['2020-02-29T00:00:00.000Z', 'DAY']);
  });

  test('has seconds only where the time names them and its offset', () => {
    const at = (time: string) => occurred({ year: 2018, month: 6, day: 28, time });
    expect(at('08:20:00 PM UTC')).toEqual(['2018-06-28T20:20:00.000Z', 'SECOND']);
    expect(at('20:18:27 -0500')).toEqual(['2018-06-29T01:18:27.000Z', 'SECOND']);
    expect(at('12:00:00 AM Z')).toEqual(['2018-06-28T00:00:00.000Z', 'SECOND']);
    expect(at('01:30:00 AM')).toEqual(['2018-06-28T00:00:00.000Z', 'DAY']);
    expect(at('16:20')).toEqual(['2018-06-28T00:00:00.000Z', 'DAY']);
  });

  test('is refused where there is no such day or time', () => {
    const fault = (incident: Json) => refused(document(dated(incident)));
    expect(fault({ year: 2019, month: 2, day: 30 })).toEqual({
      path: 'timeline.incident.day',
      code: 'IMPOSSIBLE_DATE',
    });
    expect(fault({ year: 2019, month: 2, day: 29 })).toMatchObject({ code: 'IMPOSSIBLE_DATE' });
    expect(fault({ year: 2019, month: 13 })).toEqual({ path: 'timeline.incident.month', code: 'OUT_OF_RANGE' });
    expect(fault({ year: 219 })).toEqual({ path: 'timeline.incident.year', code: 'OUT_OF_RANGE' });
    expect(fault({ month: 2 })).toEqual({ path: 'timeline.incident.year', code: 'MISSING' });
    expect(fault({ year: 2019, day: 5 })).toEqual({ path: 'timeline.incident.month', code: 'MISSING' });
    expect(fault({ year: 2019, month: 2, time: '16:20' })).toEqual({ path: 'timeline.incident.day', code: 'MISSING' });
    for (const time of ['25:00', '13:00 PM', '12:61', 'noon', '10:00:00 +99:00']) {
      expect(fault({ year: 2019, month: 2, day: 1, time })).toMatchObject({ path: 'timeline.incident.time' });
    }
  });

  test('leads to discovery and containment where whole days follow from a day', () => {
    const incident = { year: 2019, month: 12, day: 30 };
    const days = (value: number, unit = 'Days') => ({ unit, value });
    expect(taken(dated(incident, { discovery: days(3), containment: days(2, 'Weeks') }))).toMatchObject({
      detectedAt: '2020-01-02T00:00:00.000Z',
      containedAt: '2020-01-13T00:00:00.000Z',
    });
  });

  test('leaves a duration a label where an instant would pretend to know more', () => {
    const day = { year: 2019, month: 3, day: 1 };
    const month = { year: 2019, month: 3 };
    const discovery = (incident: Json, value: number | undefined, unit: string) =>
      taken(dated(incident, { discovery: { unit, ...(value !== undefined && { value }) } }));
    for (const incident of [
      discovery(day, 6, 'Months'),
      discovery(day, 30, 'Minutes'),
      discovery(day, 1.5, 'Days'),
      discovery(day, undefined, 'Days'),
      discovery(day, 1e12, 'Weeks'),
      discovery(month, 3, 'Days'),
    ]) {
      expect(incident).not.toHaveProperty('detectedAt');
    }
    expect(discovery(day, 6, 'Months').labels).toEqual(
      expect.arrayContaining(['veris:timeline:discovery:unit="Months"', 'veris:timeline:discovery:value="6"']),
    );
    const second = { ...day, time: '10:00:00 +0000' };
    expect(discovery(second, 90, 'Minutes').detectedAt).toBe('2019-03-01T11:30:00.000Z');
  });

  test('does not take a containment before the discovery', () => {
    const incident = taken(
      dated(
        { year: 2019, month: 3, day: 1 },
        { discovery: { unit: 'Days', value: 9 }, containment: { unit: 'Days', value: 2 } },
      ),
    );
    expect(incident.detectedAt).toBe('2019-03-10T00:00:00.000Z');
    expect(incident).not.toHaveProperty('containedAt');
  });
});
