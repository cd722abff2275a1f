import { cellOf, type Entrant } from './equality';
import type { BenchDatabase } from './database';
import type { Options } from './options';
import { questions, type Question } from './questions/questions';
import { viewers, type Viewer } from './data/viewers';
import { byHand } from './servers/by-hand';
import { hub } from './servers/hub';
import type { Running } from './servers/process';
import { postgraphile, postgraphileJson } from './servers/postgraphile';
import type { Server, Surroundings } from './servers/server';

const servers: Record<string, Server> = {
  hub,
  postgraphile,
  'postgraphile-json': postgraphileJson,
  'by-hand': byHand,
};

export type Started = Entrant & Running;

export const asked = (options: Options): Question[] => questions.filter(({ name }) => options.questions.includes(name));
export const asking = (options: Options): Viewer[] => viewers.filter(({ name }) => options.viewers.includes(name));

/** Starts the servers and has each put every question of every viewer into its words. */
export async function startAll(
  options: Options,
  surroundings: Surroundings,
  database: BenchDatabase,
): Promise<Started[]> {
  const started: Started[] = [];
  try {
    for (const name of options.servers) {
      const server = servers[name]!;
      started.push({ server, requests: new Map(), ...(await server.start(surroundings)) });
    }
    for (const question of asked(options)) {
      for (const viewer of asking(options)) {
        const asks = await database.asks(question.name, viewer.name);
        for (const { server, port, requests } of started)
          requests.set(cellOf(question, viewer), await server.requests(port, viewer, question, asks));
      }
    }
    return started;
  } catch (error) {
    await stopAll(started);
    throw error;
  }
}

export async function stopAll(started: readonly Started[]): Promise<void> {
  await Promise.all(started.map(({ stop }) => stop()));
}
