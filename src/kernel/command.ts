import type { Command } from 'commander';
import type { OpenDatabase } from './postgres/open-database';

/** What a command works with: the database opened for it, and closed whatever happens. */
export type WithDatabase = <T>(work: (database: OpenDatabase) => Promise<T>) => Promise<T>;

/** Adds one command of a module to the command line. */
export type AddCommand = (program: Command, withDatabase: WithDatabase) => void;

export const print = (line: string): void => void process.stdout.write(`${line}\n`);
