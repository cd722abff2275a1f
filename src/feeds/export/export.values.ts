export const exportContents = ['RECORDS', 'SAMPLES'] as const;
export type ExportContent = (typeof exportContents)[number];

export const exportFormats = ['NDJSON', 'CSV'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const exportStates = ['QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED', 'EXPIRED'] as const;
export type ExportState = (typeof exportStates)[number];

/** Of one client, not done yet. */
export const mostRunning = 3;

/** Where a file is downloaded. */
export const pathOf = (id: string): string => `/exports/${id}`;
