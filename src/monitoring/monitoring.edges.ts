import { toMany, toOne } from '../kernel/reading/edges';
import { organizations } from '../directory/directory.collection';
import { metrics, series } from './monitoring.collection';

export const metricOf = toOne('metricId', metrics);
export const organizationOf = toOne('organizationId', organizations);
export const writerOf = toOne('writerId', organizations);
export const seriesOf = toOne('seriesId', series);
export const subjectSeries = toMany('Subject.series', series, 't.subject_id = p.parent');
