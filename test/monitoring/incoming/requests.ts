import { KnownLabels } from '../../../src/monitoring/incoming/known-labels';
import { readWriteRequest } from '../../../src/monitoring/incoming/write-request';
import { encodeWriteRequest, type WrittenSeries } from '../../support/remote-write';
import { now } from './told';

export const read = (body: Uint8Array, known = new KnownLabels()) => readWriteRequest(body, { now, known });
export const receive = (...series: WrittenSeries[]) => read(encodeWriteRequest(series));
export const one = (labels: WrittenSeries['labels']): WrittenSeries => ({ labels, samples: [[now, 1]] });
export const up = { __name__: 'up', instance: 'a:9100', job: 'node' };
