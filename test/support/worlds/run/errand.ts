import type { Onlooker } from '../onlooker/onlooker';

/** Some pass while a request still waits for its turn, some while it runs. */
export const deadlines = [15, 60, 150] as const;

/** A request, and what is wrong with an answer; an answer that fails as a whole is never wrong. */
export interface Errand {
  onlooker: Onlooker;
  document: string;
  variables?: Record<string, unknown>;
  /** milliseconds after which the client goes away */
  patience?: number;
  /** milliseconds that the server allows, where it is a hasty one */
  deadline?: (typeof deadlines)[number];
  judge: (data: Record<string, unknown>, where: string) => void;
  codes: readonly (string | undefined)[];
}
