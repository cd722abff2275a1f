import { organizations } from '../directory/directory.collection';
import { prefixes } from '../inventory/address-plan/address-plan.collection';
import { toMany, toOne } from '../kernel/reading/edges';
import { warnings, warningTransitions } from './warnings.collection';

export const warningWriter = toOne('writerId', organizations);
export const warningPrefix = toOne('prefixId', prefixes);
export const causeOf = toOne('causedById', warnings);
export const transitionWarning = toOne('warningId', warnings);
export const transitionsOf = toMany('Warning.transitions', warningTransitions, 't.warning_id = p.parent');
export const effectsOf = toMany('Warning.effects', warnings, 't.caused_by_id = p.parent');
export const organizationWarnings = toMany('Organization.warnings', warnings, 't.owner_id = p.parent');
export const subjectWarnings = toMany('Subject.warnings', warnings, 't.subject_id = p.parent');
