import { tearDown } from './teardown';

export = tearDown;
