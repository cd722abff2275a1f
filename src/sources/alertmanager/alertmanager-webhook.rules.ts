import { isObject, readAlert, type Alert, type AlertReason } from './alertmanager-alert.rules';

/** What a webhook of Alertmanager holds. */
export interface Webhook {
  alerts: Alert[];
  refused: RefusedAlerts[];
  /** Alerts that Alertmanager left out, because its configuration says max_alerts. */
  truncated: number;
}

/** Alerts not taken for one reason, with what to do about it and the first of them. */
export interface RefusedAlerts {
  reason: AlertReason;
  alerts: number;
  message: string;
  example: string;
}

const messages: Readonly<Record<AlertReason, string>> = {
  MALFORMED: 'An alert has status, labels, startsAt, endsAt and fingerprint, as version 4 of the webhook has them.',
  LABELS:
    'An alert has 64 labels at most, named by letters, digits and "_", with texts of up to 4 KB: drop labels that vary.',
  UNREADABLE_INSTANT: 'Instants are RFC 3339 texts.',
};

/** Why a body as a whole is not taken. */
export interface WebhookFault {
  fault: string;
  isTooLarge: boolean;
}

/** The version of the webhook that this is the reading of: of Alertmanager since 0.6 (2017). */
const version = '4';
export const mostAlerts = 5000;

/** A webhook, or why it is none. Each alert is judged by itself. */
export function readWebhook(body: unknown, now: number): Webhook | WebhookFault {
  if (!isObject(body)) return faulty("The body is no object: send Alertmanager's webhook.");
  if (body['version'] !== version)
    return faulty(
      `The body is version ${shown(body['version'])} of Alertmanager's webhook: the hub takes version "${version}".`,
    );
  const { alerts, truncatedAlerts } = body;
  if (!Array.isArray(alerts)) return faulty('The body has no list "alerts".');
  if (alerts.length > mostAlerts)
    return faulty(
      `The body has ${alerts.length} alerts, and ${mostAlerts} are the most: set max_alerts, or group by more labels.`,
      true,
    );
  const read = alerts.map((alert, i) => readAlert(alert, `alerts[${i}]`, now));
  const taken = read.filter((one) => 'fingerprint' in one);
  const refused = countRefused(read.filter((one) => 'reason' in one));
  const truncated = Number.isSafeInteger(truncatedAlerts) ? Math.max(0, truncatedAlerts as number) : 0;
  return { alerts: taken, refused, truncated };
}

function countRefused(refused: readonly { reason: AlertReason; example: string }[]): RefusedAlerts[] {
  const reasons = [...new Set(refused.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const own = refused.filter((one) => one.reason === reason);
    return { reason, alerts: own.length, message: messages[reason], example: own[0]!.example };
  });
}

const faulty = (fault: string, isTooLarge = false): WebhookFault => ({ fault, isTooLarge });

const shown = (value: unknown): string => String(JSON.stringify(value)).slice(0, 60);
