import { v7 } from 'uuid';
import { HubError } from './errors';

/** Ids are UUIDv7 made by the program; clients hold them with a three-letter type prefix, `dev_0190…`, and treat them as opaque. */
export type Prefix =
  | 'org'
  | 'reg'
  | 'vrf'
  | 'sit'
  | 'dev'
  | 'ifc'
  | 'lnk'
  | 'pfx'
  | 'adr'
  | 'sys'
  | 'met'
  | 'ser'
  | 'bnd'
  | 'ret'
  | 'wrn'
  | 'wtr'
  | 'wru'
  | 'inc'
  | 'tml'
  | 'cli'
  | 'key'
  | 'grp'
  | 'exp'
  | 'agr'
  | 'fed'
  | 'whk'
  | 'wha'
  | 'whd'
  | 'fcn';

const publicId = /^([a-z]{3})_([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

export const newId = (): string => v7();

export const toPublicId = (prefix: Prefix, id: string): string => `${prefix}_${id}`;

/** The UUID in the id of a row that the hub itself returned. */
export const rawId = (id: string): string => id.slice(4);

export function parseId(id: string): { prefix: string; uuid: string } | null {
  const match = publicId.exec(id);
  return match ? { prefix: match[1]!, uuid: match[2]! } : null;
}

/** The UUID of an id that a client sent for a record of one type. */
export function uuidOf(prefix: Prefix, id: string, what = 'id'): string {
  const parsed = parseId(id);
  if (parsed?.prefix !== prefix) {
    throw new HubError(
      'BAD_USER_INPUT',
      `${what} "${id.slice(0, 60)}" is not an id of this type: it starts with "${prefix}_".`,
    );
  }
  return parsed.uuid;
}
