import type { Variables, Viewer } from './viewer';

export interface Issued {
  client: { id: string; label: string; role: string; networks: string[]; createdAt: string; revokedAt: string | null };
  key: { id: string; createdAt: string; expiresAt: string; revokedAt: string | null };
  text: string;
}

export const issueDocument = `mutation Issue($input: IssueKeyInput!) {
  issued: issueKey(input: $input) {
    client { id label role networks createdAt revokedAt } key { id createdAt expiresAt revokedAt } text
  }
}`;
export const rotateDocument = issueDocument.replace('IssueKeyInput', 'RotateKeyInput').replace('issueKey', 'rotateKey');
export const revokeKeyDocument = `mutation Revoke($id: ID!) { revokeKey(input: { id: $id }) { key { id revokedAt } } }`;
export const revokeClientDocument = `mutation Revoke($id: ID!) { revokeClient(input: { id: $id }) { client { id revokedAt } } }`;

const desk = { label: 'trạm trực', role: 'REPORTER' };

export const clientInput = (organization: string, more: Variables = {}): Variables => ({
  input: { organization, ...desk, ...more },
});

/** A client with its first key, as a steward issues it. */
export async function issueBy(steward: Viewer, organization: string, more: Variables = {}): Promise<Issued> {
  return (await steward.data<{ issued: Issued }>(issueDocument, clientInput(organization, more))).issued;
}

export async function rotateBy(steward: Viewer, client: string, more: Variables = {}): Promise<Issued> {
  return (await steward.data<{ issued: Issued }>(rotateDocument, { input: { client, ...more } })).issued;
}

/** How long a key lives, in days. */
export const lifeOf = ({ key }: Issued): number => (Date.parse(key.expiresAt) - Date.parse(key.createdAt)) / 86_400_000;
