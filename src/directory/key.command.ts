import { InvalidArgumentError, Option } from 'commander';
import { print, type AddCommand } from '../kernel/command';
import type { Db } from '../kernel/postgres/session';
import { acceptCidr } from '../kernel/scalars';
import { daysUnlessSaid } from './api-client/api-client.rules';
import { keyIdIn } from './api-key';
import { faultOfWritesFor } from './find-stranger';
import { issueKeyAsOperator, listEveryKey, revokeKeyAsOperator, type ListedKey } from './operator-keys.store';
import { roles, type Role } from './role.values';

interface IssueOptions {
  organization: string;
  label: string;
  role: Role;
  days: number;
  writesFor: string[];
  network: string[];
}

const days = (text: string): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 3650) return value;
  throw new InvalidArgumentError('give a whole number of days from 1 to 3650.');
};

const network = (text: string, before: string[]): string[] => {
  if (acceptCidr(text)) return [...before, text];
  throw new InvalidArgumentError('give an address and a prefix length, such as 192.0.2.0/24 or 192.0.2.7/32.');
};

/** hub key issue | list | revoke */
export const addKeyCommand: AddCommand = (program, withDatabase) => {
  const key = program.command('key').description('keys of API clients');
  addIssue(key, withDatabase);
  key
    .command('list')
    .description('list keys, without their secrets: a line of names, then a line a key, separated by tabs')
    .action(() =>
      withDatabase(async ({ operator }) => {
        print(['id', 'organization', 'role', 'state', 'networks', 'label'].join('\t'));
        for (const key of await listEveryKey(operator)) print(lineOf(key));
      }),
    );
  key
    .command('revoke <id>')
    .description('end a key by its id, as it is listed or as it stands in the key, with effect on the next request')
    .action((text: string) =>
      withDatabase(async ({ operator }) => {
        const id = keyIdIn(text);
        // What was given is not repeated: it may hold a secret.
        if (!id) throw new Error('That is not the id of a key: `hub key list` shows them.');
        if (!(await revokeKeyAsOperator(operator, id))) throw new Error(`There is no key in force with the id ${id}.`);
        print(`Revoked ${id}.`);
      }),
    );
};

const lineOf = (key: ListedKey): string =>
  [key.id, key.organization, key.role, stateOf(key), key.networks.join(' ') || 'anywhere', key.label].join('\t');

function stateOf({ revokedAt, isOver, expiresAt }: ListedKey): string {
  if (revokedAt) return `revoked ${revokedAt}`;
  return `${isOver ? 'expired' : 'until'} ${expiresAt}`;
}

const addIssue: AddCommand = (key, withDatabase) => {
  key
    .command('issue')
    .description('make an API client of an organization and print its key, once')
    .requiredOption('--organization <code>', 'the organization it belongs to')
    .requiredOption('--label <text>', 'the system or desk that will hold it, never a person')
    .addOption(new Option('--role <role>', 'what it may do').choices([...roles]).default('READER'))
    .option('--days <n>', 'days until it ends', days, daysUnlessSaid)
    .option('--writes-for <codes...>', 'organizations below its own that it may write for', [])
    .option('--network <cidr>', 'where it is used from; again for another; from anywhere unless said', network, [])
    .action(({ network: networks, ...options }: IssueOptions) =>
      withDatabase(async ({ operator }) => {
        const rows: Db['rows'] = async <T extends object>(text: string, values: readonly unknown[] = []) =>
          (await operator.query<T>(text, [...values])).rows;
        const fault = await faultOfWritesFor({ rows }, options.organization, options.writesFor);
        if (fault) throw new Error(fault);
        const expiresAt = new Date(Date.now() + options.days * 86_400_000);
        print((await issueKeyAsOperator(operator, { ...options, networks, expiresAt })).text);
      }),
    );
};
