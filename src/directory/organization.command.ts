import { Option } from 'commander';
import { print, type AddCommand } from '../kernel/command';
import { createRoot } from './create-root';
import { organizationKinds, type OrganizationKind } from './organization.values';

/** hub organization create: the first of a tree; those below it come through the API. */
export const addOrganizationCommand: AddCommand = (program, withDatabase) => {
  program
    .command('organization')
    .description('organizations that stand under none')
    .command('create <code> <name>')
    .description('create the root of a tree of organizations, or rename it; those below it are written through the API')
    .addOption(
      new Option('--kind <kind>', 'what it is; stewards of a NATIONAL_CENTER keep regions and metrics')
        .choices([...organizationKinds])
        .default('NATIONAL_CENTER'),
    )
    .action((code: string, name: string, { kind }: { kind: OrganizationKind }) =>
      withDatabase(async ({ operator }) => {
        await createRoot(operator, code, name, kind);
        print(`${code} is in the directory.`);
      }),
    );
};
