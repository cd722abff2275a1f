import { HubError } from '../kernel/errors';

/** Said early, for the words: the database refuses it as well. A key reads as its organization, RED records too. */
export const overItsSteward = (code: string, whatIsLeft: string): HubError =>
  new HubError('FORBIDDEN', `"${code}" has, or has had, a steward of its own: ${whatIsLeft}`);
