import type { Viewer } from './viewer';

export interface AgreementGiven {
  provider: string;
  consumer: string;
  datasets?: string[];
  region?: string;
  withDescendants?: boolean;
  leastSeverity?: string;
  ceiling?: string;
  withheld?: string[];
  validFrom?: string;
  validUntil?: string;
}

/** Agreements and groups as stewards make them, by the API. */
export function sharingBuilders(stewardOf: (code: string) => Promise<Viewer>) {
  async function propose({ datasets = ['INVENTORY'], ...given }: AgreementGiven): Promise<string> {
    const input = { title: `${given.provider} to ${given.consumer}`, legalBasis: 'Decree 1', datasets, ...given };
    const { proposed } = await (
      await stewardOf(given.provider)
    ).data<{ proposed: { agreement: { id: string } } }>(
      `mutation Propose($input: ProposeAgreementInput!) { proposed: proposeAgreement(input: $input) { agreement { id } } }`,
      { input },
    );
    return proposed.agreement.id;
  }

  async function accept(id: string, steward: string): Promise<void> {
    await (
      await stewardOf(steward)
    ).data(`mutation Accept($id: ID!) { acceptAgreement(input: { id: $id }) { agreement { state } } }`, { id });
  }

  async function revoke(id: string, steward: string): Promise<void> {
    await (
      await stewardOf(steward)
    ).data(`mutation Revoke($id: ID!) { revokeAgreement(input: { id: $id }) { agreement { state } } }`, { id });
  }

  /** Proposed and accepted: in force. */
  async function agreement(given: AgreementGiven, acceptedBy = given.consumer): Promise<string> {
    const id = await propose(given);
    await accept(id, acceptedBy);
    return id;
  }

  async function group(owner: string, code: string, members: string[]): Promise<string> {
    const { saved } = await (
      await stewardOf(owner)
    ).data<{ saved: { sharingGroup: { id: string } } }>(
      `mutation Save($input: SaveSharingGroupInput!) { saved: saveSharingGroup(input: $input) { sharingGroup { id } } }`,
      { input: { owner, code, name: code, members } },
    );
    return saved.sharingGroup.id;
  }

  return { propose, accept, revoke, agreement, group };
}
