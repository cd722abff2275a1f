export const webhookStates = ['ACTIVE', 'RETRYING', 'PAUSED', 'ENDED'] as const;
export type WebhookState = (typeof webhookStates)[number];

export const webhookEnds = ['GONE', 'KEY_ENDED', 'CURSOR_EXPIRED', 'NO_SECRET'] as const;
export type WebhookEnd = (typeof webhookEnds)[number];

/** Webhooks that one API client may have. */
export const mostWebhooks = 10;

/** Changes that one message holds, and bytes of its body: nodes are asked by ids, of which 100 are the most. */
export const mostChangesSent = 100;
export const mostBytesSent = 1_000_000;

/** Characters of a document that says what of records is sent. */
export const longestContent = 20_000;

/** How long a receiver may take to answer. */
export const answerWithinMs = 15_000;
