import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { graphiqlParts, packExplorer, type PackedFile } from './explorer-bundle';
import { explorerPage } from './explorer-page';
import { explorerScript } from './explorer-script';
import { explorerStyle } from './explorer-style';

const names = ['explorer.html', 'explorer.css', 'explorer.js', ...Object.keys(graphiqlParts)];

const vietnameseFont = '@fontsource/roboto-mono/files/roboto-mono-vietnamese-400-normal.woff2';

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};

/**
 * Scripts, workers and requests: this hub's alone. Styles may stand inline, because the editor (Monaco) places every line of text by a
 * style attribute and writes its colours into style elements; its fonts and small images are data: addresses within its stylesheet.
 */
const policy = [
  `default-src 'none'`,
  `script-src 'self'`,
  `worker-src 'self'`,
  `connect-src 'self'`,
  `style-src 'self' 'unsafe-inline'`,
  `font-src data:`,
  `img-src 'self' data:`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

const headers = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // Asked for again each time, and answered 304 while the program stays the same.
  'cache-control': 'no-cache',
  vary: 'accept-encoding',
};

/** A GraphQL explorer at /explorer that needs nothing but this hub: for networks without internet. */
export function explorerRoute(app: FastifyInstance): void {
  let packed: ReturnType<typeof pack> | null = null;
  const fileOf = async (name: string): Promise<PackedFile> => {
    packed ??= pack().catch((error: unknown) => {
      packed = null;
      throw error;
    });
    return (await packed).get(name)!;
  };
  for (const name of names) {
    const url = name === 'explorer.html' ? '/explorer' : `/explorer/${name}`;
    app.get(url, { compress: false }, async (request, reply) => send(request, reply, name, await fileOf(name)));
  }
}

/** Everything that the explorer consists of; made when it is first asked for. */
async function pack(): Promise<Map<string, PackedFile>> {
  const font = await readFile(require.resolve(vietnameseFont), 'base64');
  return packExplorer({
    'explorer.html': explorerPage,
    'explorer.css': explorerStyle(font),
    'explorer.js': explorerScript,
  });
}

async function send(
  request: FastifyRequest,
  reply: FastifyReply,
  name: string,
  file: PackedFile,
): Promise<FastifyReply> {
  void reply.headers({ ...headers, etag: file.etag }).type(types[name.split('.').at(-1)!]!);
  if (request.headers['if-none-match']?.includes(file.etag)) return reply.code(304).send();
  const encoding = encodingFor(request.headers['accept-encoding']);
  if (!encoding) return reply.send(await promisify(gunzip)(file.gzip));
  return reply.header('content-encoding', encoding).send(Buffer.from(file[encoding]));
}

/** The smallest form that the client takes; null where it takes plain bytes only. */
function encodingFor(accepted: string | string[] | undefined): 'br' | 'gzip' | null {
  const offers = String(accepted ?? '')
    .split(',')
    .map((offer) => offer.trim().toLowerCase());
  const takes = (name: string) =>
    offers.some((offer) => offer === name || (offer.startsWith(`${name};`) && !/;\s*q=0(\.0*)?$/.test(offer)));
  return takes('br') ? 'br' : takes('gzip') ? 'gzip' : null;
}
