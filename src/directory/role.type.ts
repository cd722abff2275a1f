import { registerEnumType } from 'type-graphql';
import { enumOf } from '../kernel/enum';
import { roles, type Role } from './role.values';

export const RoleEnum = enumOf<Role>(roles);
registerEnumType(RoleEnum, {
  name: 'Role',
  description:
    'What a key may do, each role all that the one before it may. Reading is the same for all but where it is said.',
  valuesConfig: {
    READER: { description: 'Reads.' },
    REPORTER: {
      description:
        'Writes inventory, samples and incidents of the organizations that it writes for, and adds to timelines of incidents that these are named on.',
    },
    RESPONDER: {
      description: 'Works on the incidents of these organizations, step by step; no operation asks for it yet.',
    },
    STEWARD: {
      description:
        'Keeps the directory below its organization, agreements and sharing groups of the organizations that it writes for, API clients and keys of its organization and those below it; and sees these clients.',
    },
  },
});
