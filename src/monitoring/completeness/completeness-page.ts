import { Cursors, isUuid, type IsPart } from '../../kernel/reading/cursor';
import { forwardPageInfo, type ForwardPage } from '../../kernel/reading/forward-page';
import { windowOf, type PageInfo } from '../../kernel/reading/page';
import type { CompletenessReport, Group } from './completeness-report';
import { instantOrNull } from './completeness-report';

/** What is said of a group, in the words of the API. */
export type CompletenessNode = ReturnType<CompletenessReport['summary']> & {
  group: Group;
  report: CompletenessReport;
  writerId: string;
  deviceId: string;
  seriesId: string;
  intervalSeconds: number | null;
  intervalStated: boolean;
  firstAt: string | null;
};

interface CompletenessPage {
  edges: { cursor: string; node: CompletenessNode }[];
  nodes: CompletenessNode[];
  pageInfo: PageInfo;
  totalCount: number;
}

type Place = [share: number | null, id: string];

const isShare: IsPart<number | null> = (part): part is number | null => part === null || typeof part === 'number';

/** A page of groups, those with the least share first and those without any last. */
export function completenessPage(
  report: CompletenessReport,
  kind: string,
  groups: readonly Group[],
  args: ForwardPage,
): CompletenessPage {
  const { size, cursor } = windowOf(args);
  const cursors = new Cursors<Place>(`completeness ${kind}`, 'this list', [isShare, isUuid]);
  const nodes = groups
    .map((group) => nodeOf(report, group))
    .sort((one, other) => compare(placeOf(one), placeOf(other)));
  const after = cursor === null ? null : cursors.decode(cursor);
  const from = after === null ? 0 : nodes.findIndex((node) => compare(placeOf(node), after) > 0);
  const page = from < 0 ? [] : nodes.slice(from, from + size);
  const edges = page.map((node) => ({ cursor: cursors.encode(placeOf(node)), node }));
  const pageInfo = forwardPageInfo(
    edges.map((edge) => edge.cursor),
    args,
    from >= 0 && from + size < nodes.length,
  );
  return { edges, nodes: page, pageInfo, totalCount: nodes.length };
}

function nodeOf(report: CompletenessReport, group: Group): CompletenessNode {
  const [first] = group.series;
  return {
    ...report.summary(group),
    ...{ group, report, writerId: group.id, deviceId: group.id, seriesId: group.id },
    ...{ intervalSeconds: first!.interval, intervalStated: first!.isStated, firstAt: instantOrNull(first!.firstAt) },
  };
}

const placeOf = ({ share, group }: CompletenessNode): Place => [share, group.id];

function compare([share, id]: Place, [otherShare, otherId]: Place): number {
  if (share !== otherShare) return (share ?? Infinity) < (otherShare ?? Infinity) ? -1 : 1;
  if (id === otherId) return 0;
  return id < otherId ? -1 : 1;
}
