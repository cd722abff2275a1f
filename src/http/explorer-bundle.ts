import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A file of the explorer as it goes out: packed once, never per request. */
export interface PackedFile {
  etag: string;
  br: Uint8Array;
  gzip: Uint8Array;
}

/** The parts of GraphiQL as the package has them: each a text, none of which loads anything from elsewhere. */
export const graphiqlParts = {
  'graphiql.js': 'js',
  'graphiql.css': 'css',
  'editor.worker.js': 'editorWorkerService',
  'json.worker.js': 'jsonWorker',
  'graphql.worker.js': 'graphqlWorker',
} as const;

/** Plain JavaScript, since a thread starts without the compiler of the tests. */
const packing = `
const { createHash } = require('node:crypto');
const { parentPort, workerData } = require('node:worker_threads');
const { brotliCompressSync, constants, gzipSync } = require('node:zlib');
const graphiql = require(workerData.graphiql);
const parts = Object.entries(workerData.parts).map(([name, part]) => [name, graphiql[part]]);
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
parentPort.postMessage(new Map([...parts, ...Object.entries(workerData.own)].map(([name, text]) => {
  const bytes = Buffer.from(text);
  const etag = 'W/"' + createHash('sha256').update(bytes).digest('base64url').slice(0, 22) + '"';
  return [name, { etag, br: brotliCompressSync(bytes, quality), gzip: gzipSync(bytes) }];
})));
`;

/** Packs GraphiQL and our own files. A thread does it: reading the 9 MB module takes the time and memory of many requests. */
export async function packExplorer(own: Record<string, string>): Promise<Map<string, PackedFile>> {
  const graphiql = require.resolve('@graphql-yoga/render-graphiql/graphiql');
  const worker = new Worker(packing, { eval: true, workerData: { graphiql, parts: graphiqlParts, own } });
  const [files] = (await once(worker, 'message')) as [Map<string, PackedFile>];
  return files;
}
