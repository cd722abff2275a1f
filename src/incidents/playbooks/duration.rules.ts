const form = /^P(?!$)(?:(\d{1,6})W|(?:(\d{1,6})D)?(?:T(?!$)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})S)?)?)$/;
const inSeconds = [604_800, 86_400, 3600, 60, 1];

/** A duration of ISO 8601 in weeks, or days, hours, minutes and seconds, in seconds; null for another text. Months and years are of no certain length. */
export function secondsOf(duration: string): number | null {
  const parts = form.exec(duration)?.slice(1);
  return parts ? parts.reduce((sum, part, i) => sum + Number(part ?? 0) * inSeconds[i]!, 0) : null;
}

/** So many seconds as ISO 8601 writes them: PT1H30M, P3D. */
export function durationOf(seconds: number): string {
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor((seconds % 86_400) / 3600),
    Math.floor((seconds % 3600) / 60),
  ];
  const part = (count: number, unit: string) => (count > 0 ? `${count}${unit}` : '');
  const time = `${part(hours, 'H')}${part(minutes, 'M')}${part(seconds % 60, 'S')}`;
  const all = `${part(days, 'D')}${time && `T${time}`}`;
  return all ? `P${all}` : 'PT0S';
}
