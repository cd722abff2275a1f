import { registerEnumType } from 'type-graphql';
import { enumOf } from '../kernel/enum';
import {
  datePrecisions,
  incidentImpacts,
  incidentStates,
  timelineKinds,
  type DatePrecision,
  type IncidentImpact,
  type IncidentState,
  type TimelineKind,
} from './incident.values';
import { levelUnlessKnown, severityInWords } from './severity.rules';

export const IncidentStateEnum = enumOf<IncidentState>(incidentStates);
registerEnumType(IncidentStateEnum, {
  name: 'IncidentState',
  description: 'How far the handling of an incident has come.',
  valuesConfig: {
    NEW: { description: 'Reported; nobody has looked yet.' },
    TRIAGED: { description: 'Looked at and classified.' },
    IN_PROGRESS: { description: 'Being worked on.' },
    CONTAINED: { description: 'Does not spread any more.' },
    RESOLVED: { description: 'Over; service is back.' },
    CLOSED: { description: 'Nothing is left to do.' },
  },
});
export const IncidentImpactEnum = enumOf<IncidentImpact>(incidentImpacts);
registerEnumType(IncidentImpactEnum, {
  name: 'IncidentImpact',
  description: `What an incident takes away from those who rely on what it affects. With the highest legal security level, 1 to 5, among the information systems that it affects, or that a device or interface belongs to which it affects, it decides on severity; ${levelUnlessKnown} where none is known. By level: ${severityInWords}.`,
  valuesConfig: {
    NONE: { description: 'Nothing yet: an attempt, a weakness, a failed spare.' },
    LIMITED: { description: 'Service is slower or is missed by a few; nothing of value was read or changed.' },
    SERIOUS: { description: 'Service is missed by many, or something of value was read or changed.' },
    FULL: { description: 'Service is gone, or what matters most was read, changed or lost.' },
  },
});
export const DatePrecisionEnum = enumOf<DatePrecision>(datePrecisions);
registerEnumType(DatePrecisionEnum, {
  name: 'DatePrecision',
  description: 'How exactly an instant is known.',
  valuesConfig: {
    YEAR: { description: 'Only its year: the instant is the first of that year, UTC.' },
    MONTH: { description: 'Only its month: the instant is the first of that month, UTC.' },
    DAY: { description: 'Only its day: the instant is the start of that day, UTC.' },
    SECOND: { description: 'As it stands.' },
  },
});
export const TimelineKindEnum = enumOf<TimelineKind>(timelineKinds);
registerEnumType(TimelineKindEnum, {
  name: 'TimelineKind',
  description: 'What a timeline entry tells.',
  valuesConfig: {
    NOTE: { description: 'What somebody saw or thinks.' },
    STATE_CHANGE: { description: 'The incident came to another state.' },
    ACTION: { description: 'What was done.' },
    COMMUNICATION: { description: 'Who was told or asked.' },
  },
});
