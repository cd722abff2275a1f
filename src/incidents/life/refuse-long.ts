import { HubError } from '../../kernel/errors';

const most: Readonly<Record<string, number>> = { note: 5_000, resolution: 10_000, severityReason: 2_000 };

/** Refuses texts without a word in them, and texts too long for their field. */
export function refuseLong(texts: Readonly<Record<string, string | null | undefined>>): void {
  for (const [field, text] of Object.entries(texts)) {
    if (text == null || (text.trim() !== '' && text.length <= most[field]!)) continue;
    throw new HubError(
      'BAD_USER_INPUT',
      `${field}: it has 1 to ${most[field]!.toLocaleString('en')} characters, this one has ${text.trim() && text.length}.`,
    );
  }
}
