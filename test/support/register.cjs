// Runs TypeScript sources as they stand: `node -r test/support/register.cjs src/cli.ts`.
const { transformFileSync } = require('@swc/core');
const { resolve } = require('node:path');

const configFile = resolve(__dirname, '../../.swcrc');
require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, { configFile }).code, file);
