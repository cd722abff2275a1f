import { Context } from '../../context';
import type { LiveHouse } from '../../feeds/live/house';
import { findTurn, lookAtLog } from '../../feeds/live/look.store';
import { newId } from '../../kernel/ids';
import type { Budgets } from '../budget';
import { createErrorFormat, type LogFault } from '../format-error';
import type { Entrance } from '../open-context';
import { answerEvents } from './answer-events';
import type { LiveMetrics } from './live-metrics';

export interface LiveHouseOptions extends Pick<Entrance, 'context' | 'deadlineMs'> {
  budgets: Budgets;
  isPlanned: boolean;
  logFault: LogFault;
  metrics: () => LiveMetrics;
  patienceMs: number;
  poolSize: number;
}

export function liveHouse({
  context,
  deadlineMs,
  patienceMs,
  poolSize,
  budgets,
  isPlanned,
  logFault,
  metrics,
}: LiveHouseOptions): LiveHouse {
  return {
    look: (since) => lookAtLog(context.api, since),
    turn: () => findTurn(context.api),
    open: ({ credential, peer, viewer }, isAssumed) =>
      Context.open({
        ...context,
        credential,
        peer,
        deadline: Date.now() + deadlineMs,
        assumed: isAssumed ? viewer : null,
      }),
    answer: answerEvents({ isPlanned, formatError: createErrorFormat(logFault) }),
    // One that costs more than can be saved up goes out when all is there.
    charge: (clientId, cost) => budgets.take(clientId, Math.min(cost, budgets.capacity)).waitSeconds,
    noteFault: (error) => logFault({ id: newId(), error }),
    noteDelivery: (changes, at) => {
      metrics().deliveries.inc(changes);
      if (at !== null) metrics().lag.observe(Math.max(0, Date.now() - Date.parse(at)) / 1000);
    },
    patienceMs,
    // Half of the connections are for requests.
    readsAtOnce: { present: Math.ceil((poolSize * 3) / 8), backlog: Math.ceil(poolSize / 8) },
  };
}
