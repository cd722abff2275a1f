import type { PushReason } from '../../src/monitoring/push/refusals';

/** What a sender is told; null where there is nothing to tell. */
export interface PushAnswer {
  status: number;
  retryAfter: string | null;
  told: {
    taken: number;
    repeated: number;
    newSeries: number;
    refused: { reason: PushReason; samples: number; message: string; example: string }[];
    errors?: { message: string; extensions: { code: string } }[];
  } | null;
}

interface Pushed {
  key: string;
  url?: string;
  headers?: Record<string, string>;
}

/** Sends a body as Prometheus does, unless the headers say otherwise. */
export async function push(
  hub: string,
  body: Buffer | string,
  { key, url = '/api/v1/write', headers = {} }: Pushed,
): Promise<PushAnswer> {
  const response = await fetch(`${hub}${url}`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${key}`, 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy' },
      ...{ 'x-prometheus-remote-write-version': '0.1.0', ...headers },
    },
    body: body as string,
  });
  const text = await response.text();
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    told: text === '' ? null : (JSON.parse(text) as PushAnswer['told']),
  };
}

export const reasonsOf = ({ told }: PushAnswer): Record<string, number> =>
  Object.fromEntries(told!.refused.map(({ reason, samples }) => [reason, samples]));

export const codeOf = ({ told }: PushAnswer): string | undefined => told?.errors?.[0]?.extensions.code;
