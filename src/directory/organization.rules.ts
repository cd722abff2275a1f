/** What is wrong with an organization that is to be, in the words in which a batch is refused; null where nothing is. */
export function faultOfOrganization(code: string, name: string): string | null {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(code))
    return 'code: it must have 1 to 63 characters of A-Za-z0-9._-, the first of A-Za-z0-9.';
  const length = Array.from(name).length;
  return length >= 1 && length <= 200 ? null : 'name: it must have 1 to 200 characters.';
}
