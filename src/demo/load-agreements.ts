import type { ActAs } from '../directory/act-as';
import { toPublicId } from '../kernel/ids';
import { proposeAgreement } from '../sharing/propose-agreement';
import { acceptAgreement } from '../sharing/step-agreement';
import { onlookers } from './organizations';
import type { Stage } from './run-stages';

/** What one of the three onlookers sees of another, with something withheld. */
const agreement = {
  provider: onlookers.region,
  consumer: onlookers.ministry,
  title: 'Chia sẻ hiện trạng mạng khu vực Đà Nẵng (minh họa)',
  legalBasis: 'Thỏa thuận phối hợp số 01 (minh họa)',
  datasets: ['INVENTORY', 'INCIDENTS'] as const,
  withheld: ['SERIAL', 'MANAGEMENT_ADDRESS'] as const,
};

/** An agreement in force; a load after this one finds it standing. */
export const agreementStages = (act: ActAs, now: Date): Stage[] => [
  { what: 'agreements', steps: [{ weight: 1, run: () => act((db) => agree(db, now)) }] },
];

async function agree(db: Parameters<Parameters<ActAs>[0]>[0], now: Date): Promise<void> {
  const [standing] = await db.rows('SELECT a.id FROM agreement a WHERE a.title = $1', [agreement.title]);
  if (standing) return;
  const id = await proposeAgreement(
    db,
    {
      ...agreement,
      datasets: [...agreement.datasets],
      withheld: [...agreement.withheld],
      ...{ withDescendants: false, leastSeverity: 'INFO', ceiling: 'AMBER' },
    },
    now,
  );
  await acceptAgreement(db, toPublicId('agr', id));
}
