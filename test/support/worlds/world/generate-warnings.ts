import type { Random } from '../../random';
import { someInstant } from './chance';
import type { Organization } from './directory-model';
import type { Subject } from './monitoring-model';
import { severities } from './sharing-model';
import { someId, someToken } from './unique-words';
import type { Warning, WarningTransition } from './warning-model';

export function someWarning(
  random: Random,
  organizations: readonly Organization[],
  subject: Subject | null,
  before: readonly Warning[],
): Warning {
  const fingerprint = someToken(random);
  const state = random.pick(['RAISED', 'ACKNOWLEDGED', 'SUPPRESSED'] as const);
  return {
    ...{
      type: 'Warning',
      id: someId(random),
      writer: random.pick(organizations),
      subject,
      source: 'probe',
      fingerprint,
    },
    ...{
      severity: random.pick(severities),
      state,
      explanation: `Cảnh báo ${someToken(random)}`,
      labels: { fingerprint },
    },
    ...{ flaps: random.whole(4), raisedAt: someInstant(random), createdAt: someInstant(random) },
    causedBy: state === 'SUPPRESSED' && before.length > 0 ? random.pick(before) : null,
  };
}

export const someTransition = (random: Random, warning: Warning): WarningTransition => ({
  ...{ type: 'WarningTransition', id: someId(random), warning, cause: random.pick(['FIRED', 'HELD', 'ACKNOWLEDGED']) },
  ...{ to: warning.state, severity: random.pick(severities), note: `ghi chú ${someToken(random)}` },
  ...{ at: someInstant(random), createdAt: someInstant(random) },
});
