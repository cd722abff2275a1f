import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random';
import { answerOrUnsure, ask } from './unsure';

interface Parties {
  provider: string;
  consumer: string;
}

/** Inventory is shared by an agreement, and no more, and by another one, whatever is killed meanwhile. */
export class ToldAgreement {
  times = 0;
  private isOver = false;
  private readonly running: Promise<void>;

  constructor(
    private readonly url: string,
    private readonly parties: Parties,
    private readonly keyOf: (code: string) => string,
    private readonly random: Random,
  ) {
    this.running = this.run();
    // Whoever waits is told.
    this.running.catch(() => undefined);
  }

  /** With one in force or none. */
  async end(): Promise<void> {
    this.isOver = true;
    await this.running;
  }

  private async run(): Promise<void> {
    const { provider, consumer } = this.parties;
    while (!this.isOver) {
      const id = await this.propose();
      await this.say(consumer, 'acceptAgreement', id);
      this.times += 1;
      await this.wait();
      if (this.isOver && this.random.chance(0.5)) return;
      await this.say(provider, 'revokeAgreement', id);
      await this.wait();
    }
  }

  private async wait(): Promise<void> {
    for (let left = 300 + this.random.whole(1200); left > 0 && !this.isOver; left -= 50) await pause(50);
  }

  private async propose(): Promise<string> {
    const { provider } = this.parties;
    const input = { title: 'Shared', legalBasis: 'Decree 1', datasets: ['INVENTORY'], ...this.parties };
    const { proposed } = await this.untilAnswered<{ proposed: { agreement: { id: string } } }>(
      provider,
      `mutation($input: ProposeAgreementInput!) { proposed: proposeAgreement(input: $input) { agreement { id } } }`,
      { input },
    );
    return proposed.agreement.id;
  }

  /** A second time it may be refused, as it was heard the first. */
  private async say(code: string, mutation: string, id: string): Promise<void> {
    const document = `mutation($id: ID!) { ${mutation}(input: { id: $id }) { agreement { state } } }`;
    await this.untilAnswered(code, document, { id }).catch((error: unknown) => {
      if ((error as { code?: string }).code !== 'CONFLICT') throw error;
    });
  }

  private async untilAnswered<T extends object>(code: string, document: string, variables: object): Promise<T> {
    for (;;) {
      const answer = await answerOrUnsure(() => ask<T>(this.url, this.keyOf(code), document, variables));
      if (typeof answer !== 'string') return answer;
      await pause(50);
    }
  }
}
