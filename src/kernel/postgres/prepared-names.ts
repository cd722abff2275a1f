import { hash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { madeOnce } from '../made-once';
import { remembered } from '../remembered';

/** The server keeps what a connection has prepared until that connection ends: so both have a limit. */
const maxNames = 500;
const maxLength = 8_000;

const namesOn = madeOnce((_client: PoolClient) => new Set<string>());
const nameOf = remembered((text) => hash('sha256', text, 'base64url').slice(0, 24));

/** A name under which the connection keeps the statement prepared; none for a long one, or where the connection keeps enough. */
export function preparedName(client: PoolClient, text: string): string | undefined {
  if (text.length > maxLength) return undefined;
  const name = nameOf(text);
  const names = namesOn(client);
  if (names.size >= maxNames && !names.has(name)) return undefined;
  names.add(name);
  return name;
}

/** Whether the connection has prepared all it may: a new one in its place begins afresh with what is asked then. */
export const hasPreparedEnough = (client: PoolClient): boolean => namesOn(client).size >= maxNames;
