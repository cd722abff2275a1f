import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

export const newSecret = (): Buffer => randomBytes(32);

/** A secret as receivers have it. */
export const secretText = (secret: Buffer): string => `${prefix}${secret.toString('base64')}`;

export interface Message {
  id: string;
  sentAt: Date;
  body: Buffer;
}

/** The headers of a message by Standard Webhooks: one signature for each secret in force. */
export function signedHeaders({ id, sentAt, body }: Message, secrets: readonly Buffer[]): Record<string, string> {
  const timestamp = String(Math.floor(sentAt.getTime() / 1000));
  const signatures = secrets.map(
    (secret) => `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.`).update(body).digest('base64')}`,
  );
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
