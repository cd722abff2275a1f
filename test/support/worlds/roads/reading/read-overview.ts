import { overviews, type OverviewRow } from '../../answers/overview';
import type { Onlooker } from '../../onlooker/onlooker';

const document = `{ ${Object.keys(overviews)
  .map((grouping) => `${grouping}: overview(by: ${grouping}) { region { id } status severity warningState count }`)
  .join(' ')} }`;

/** Every overview counts exactly what the viewer sees, in its order. */
export async function readOverview(onlooker: Onlooker): Promise<void> {
  const answer = await onlooker.ask<Record<string, OverviewRow[]>>('overview', document);
  for (const [grouping, due] of Object.entries(overviews))
    onlooker.agree(`overview ${grouping}`, answer[grouping], due(onlooker.sight));
}
