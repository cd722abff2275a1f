import { registerEnumType } from 'type-graphql';
import { enumOf } from '../kernel/enum';
import {
  agreementStates,
  datasets,
  markings,
  severities,
  withheldFields,
  type AgreementState,
  type Severity,
  type SharedDataset,
  type Tlp,
  type WithheldField,
} from './sharing.values';

export const TlpEnum = enumOf<Tlp>(markings);
registerEnumType(TlpEnum, {
  name: 'Tlp',
  description: 'Traffic Light Protocol 2.0 (FIRST, https://www.first.org/tlp/): who may see a record.',
  valuesConfig: {
    CLEAR: { description: 'Every key.' },
    GREEN: {
      description:
        'Every organization of the community, whoever would see it as AMBER, and partners by an agreement whose ceiling is GREEN.',
    },
    AMBER: { description: 'The owner, those above it, and partners by agreement.' },
    AMBER_STRICT: { description: 'The owner and those above it.' },
    RED: { description: 'The owner and the organizations named on the record; nobody by ancestry.' },
  },
});

export const SeverityEnum = enumOf<Severity>(severities);
registerEnumType(SeverityEnum, {
  name: 'Severity',
  description: 'How bad an incident or a warning is.',
  valuesConfig: {
    INFO: { description: 'Worth knowing; nothing suffers.' },
    MINOR: { description: 'A part suffers; service goes on.' },
    MAJOR: { description: 'Service suffers, or data of an organization does.' },
    CRITICAL: { description: 'Service fails, or many organizations suffer.' },
  },
});

export const DatasetEnum = enumOf<SharedDataset>(datasets);
registerEnumType(DatasetEnum, {
  name: 'Dataset',
  description: 'A kind of records that an agreement can cover.',
  valuesConfig: {
    INVENTORY: { description: 'Sites, devices, interfaces, links, addresses, information systems.' },
    SAMPLES: { description: 'Series and their samples.' },
    WARNINGS: { description: 'Early warnings and what becomes of them, of the least severity that it names.' },
    INCIDENTS: { description: 'Incidents and their timelines, by their markings.' },
    ADVISORIES: { description: 'Advisories, by their markings; none are held yet, an agreement may name them ahead.' },
  },
});

export const WithheldFieldEnum = enumOf<WithheldField>(withheldFields);
registerEnumType(WithheldFieldEnum, {
  name: 'WithheldField',
  description:
    'A field that an agreement may withhold: it is null, extensions.withheld says so, and no filter finds its value.',
  valuesConfig: {
    MANAGEMENT_ADDRESS: { description: 'Device.managementAddress.' },
    SERIAL: { description: 'Device.serial.' },
    MAC: { description: 'Interface.mac.' },
    DESCRIPTION: { description: 'Interface.description and Prefix.description.' },
    ADDRESSES: { description: 'Interface.addresses, and every Address record.' },
    COORDINATES: { description: 'Site.latitude and Site.longitude.' },
  },
});

export const AgreementStateEnum = enumOf<AgreementState>(agreementStates);
registerEnumType(AgreementStateEnum, {
  name: 'AgreementState',
  description: 'How far an agreement has come.',
  valuesConfig: {
    PROPOSED: { description: 'The provider offers it; it gives nothing yet.' },
    ACCEPTED: { description: 'In force from validFrom until validUntil.' },
    ENDED: { description: 'One side ended it.' },
    EXPIRED: { description: 'Its time is over.' },
  },
});
