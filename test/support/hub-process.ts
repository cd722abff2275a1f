import { startProgram } from './program';

/** The hub as a process of its own over a database, to be killed; ready once `isUp` is. */
export function startHubProcess(databaseUrl: string, env: Record<string, string> = {}) {
  const program = startProgram('main.ts', [], { DATABASE_URL: databaseUrl, PORT: '0', ...env });
  let said = '';
  program.child.stdout!.on('data', (part: Buffer) => (said += part.toString()));
  return {
    isUp: program.says('Commonwatch is ready.'),
    url: () => /http:\/\/127\.0\.0\.1:\d+/.exec(said)![0],
    ended: program.ended,
    kill: async () => {
      program.child.kill('SIGKILL');
      await program.ended;
    },
  };
}
