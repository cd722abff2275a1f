import type { Context } from '../../context';
import type { Caller } from './follower';
import type { Look } from './look.store';
import type { Question } from './question';

/** What the answers to one question about some events came to. */
export interface Answers {
  /** One for each event. */
  payloads: readonly Buffer[];
  /** What they cost each consumer that gets them. */
  cost: number;
}

/** What following stands on: the database, and the one way to answer. */
export interface LiveHouse {
  look: (since: string) => Promise<Look>;
  turn: () => Promise<string | null>;
  /** A read transaction under the scope of a key, who is assumed to be who it was if so said; UNAUTHENTICATED where that is not in force. */
  open: (caller: Caller, isAssumed: boolean) => Promise<Context>;
  answer: (question: Question, context: Context, events: readonly object[]) => Promise<Answers>;
  /** Takes what a delivery costs from the budget of a client, or says how many seconds until it would be there. */
  charge: (clientId: string, cost: number) => number;
  noteFault: (error: unknown) => void;
  noteDelivery: (changes: number, at: string | null) => void;
  /** How many reads run at once for consumers who have all that came before, and for those who read what came earlier. */
  readsAtOnce: { present: number; backlog: number };
  /** How long a consumer may take nothing before it is cut. */
  patienceMs: number;
}
