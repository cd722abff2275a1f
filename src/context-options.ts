import type { Judge } from './feeds/webhooks/content/content';
import type { EnterOptions } from './kernel/postgres/enter';
import type { Identity } from './kernel/postgres/identity';
import type { Registry } from './kernel/registry';
import type { KeyLimits } from './monitoring/push/series-limits';

export interface ContextOptions extends EnterOptions {
  registry: Registry;
  /** Who the key was when it was last used: then reading begins before the database has said who it is. */
  assumed?: Identity | null;
  clock?: (() => Date) | undefined;
  limitsOf: (client: string) => KeyLimits;
  feedHorizonDays: number;
  delivery: DeliveryTerms;
}

/** What is asked of a webhook that is to be saved. */
export interface DeliveryTerms {
  /** Networks that webhooks may be sent to besides the internet. */
  networks: readonly string[];
  judge: Judge;
}
