import { regionOf } from '../worlds/oracle/derived';
import { stricter } from '../worlds/oracle/markings';
import { isWithin } from '../worlds/oracle/trees';
import type { Region } from '../worlds/world/directory-model';
import { severities, type Marking, type Severity } from '../worlds/world/sharing-model';
import { typeNames, type Thing, type TypeName } from '../worlds/world/things';

/** A filter as the API takes it, and what it means, said once more. */
export interface FollowedFilter {
  input: object;
  fits: (thing: Thing) => boolean;
}

/** Whatever the oracle knows of. */
export const everythingKnown: FollowedFilter = { input: { types: typeNames }, fits: () => true };

export const severe = (least: Severity): FollowedFilter => ({
  input: { types: ['Incident', 'TimelineEntry', 'Device'], leastSeverity: least },
  fits: (thing) => {
    if (thing.type !== 'Incident' && thing.type !== 'TimelineEntry') return thing.type === 'Device';
    const incident = thing.type === 'Incident' ? thing : thing.incident;
    return severities.indexOf(incident.severity) >= severities.indexOf(least);
  },
});

export const markedAs = (tlp: Marking[]): FollowedFilter => ({
  input: { datasets: ['INCIDENTS'], tlp },
  fits: (thing) => {
    if (thing.type === 'Incident' || thing.type === 'Playbook') return tlp.includes(thing.tlp);
    if (thing.type !== 'TimelineEntry' && thing.type !== 'Task') return false;
    return tlp.includes(stricter(thing.marking, thing.incident.tlp));
  },
});

export const within = (region: Region): FollowedFilter => ({
  input: { datasets: ['INVENTORY', 'SAMPLES', 'INCIDENTS'], regions: [region.code] },
  fits: (thing) => {
    const elsewhere: TypeName[] = [
      'Region',
      'Organization',
      'Metric',
      'SharingGroup',
      'Agreement',
      'BindingRule',
      'Feed',
    ];
    elsewhere.push('Silence', 'Maintenance', 'MaintenanceObject', 'Warning', 'WarningTransition');
    return !elsewhere.includes(thing.type) && isWithin(regionOf(thing), region);
  },
});
