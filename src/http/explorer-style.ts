const dark = `
  color-scheme: dark; --bar: #1a222c; --text: #e8edf2; --quiet: #b3c0cc; --edge: #74879a; --field: #0e141b;
  --accent: #8cc4f5; --on-accent: #0e1720; --bad: #ff9d9d; --good: #8fdca8;
`;

/** The bar, in the colours of GraphiQL's theme: the system's, or the one chosen in its settings. */
const barStyle = `
:root {
  color-scheme: light; --bar: #f3f6f9; --text: #1b2733; --quiet: #4a5a69; --edge: #768696; --field: #ffffff;
  --accent: #1d5b8f; --on-accent: #ffffff; --bad: #a51d1d; --good: #1c6b36;
}
body.graphiql-dark { ${dark} }
@media (prefers-color-scheme: dark) {
  body:not(.graphiql-light) { ${dark} }
}
html, body { height: 100%; margin: 0; }
body {
  display: flex; flex-direction: column; background: var(--bar); color: var(--text);
  font: 15px/1.4 system-ui, Roboto, 'Noto Sans', sans-serif;
}
header {
  display: flex; flex-wrap: wrap; align-items: center; gap: 8px 20px;
  box-sizing: border-box; min-height: 64px; padding: 10px 16px; border-bottom: 1px solid var(--edge);
}
header h1 { margin: 0; font-size: 17px; font-weight: 600; }
header form { display: flex; flex: 0 1 540px; align-items: center; gap: 8px; }
header label { font-weight: 600; white-space: nowrap; }
header input, header button {
  box-sizing: border-box; height: 34px; padding: 0 12px; border: 1px solid var(--edge); border-radius: 6px;
  background: var(--field); color: var(--text); font: inherit; white-space: nowrap;
}
header input { flex: 1; min-width: 120px; }
header input::placeholder { color: var(--quiet); opacity: 1; }
header input[aria-invalid='true'] { border-color: var(--bad); }
header button { cursor: pointer; }
header button[type='submit'] { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
header :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
header a { position: absolute; top: -60px; padding: 8px 16px; background: var(--field); color: var(--accent); }
header a:focus { top: 10px; z-index: 1; }
header p { flex: 1 1 260px; margin: 0; color: var(--quiet); }
header p[data-kind='bad'] { color: var(--bad); }
header p[data-kind='good'] { color: var(--good); }
main { flex: 1; min-height: 0; }
noscript { padding: 16px; }
`;

const graphiqlIn = (body: string): string =>
  `${body} :is(.graphiql-container, .graphiql-dialog, .graphiql-tooltip, [data-radix-popper-content-wrapper])`;
const darkAccents = '--color-primary: 207, 75%, 60%; --color-error: 8, 100%, 72%;';

/** GraphiQL in colours that stand out enough from their ground, and with the Vietnamese letters that its own font lacks. */
const editorStyle = (vietnameseFont: string): string => `
.graphiql-container { height: 100%; }
.graphiql-container .graphiql-logo { display: none; }
${graphiqlIn('body')} {
  --color-primary: 208, 66%, 34%; --color-secondary: 242, 45%, 48%; --color-tertiary: 188, 100%, 25%;
  --color-info: 208, 100%, 35%; --color-success: 145, 58%, 27%; --color-warning: 30, 100%, 30%;
  --color-error: 0, 68%, 40%; --alpha-tertiary: .75;
}
@media (prefers-color-scheme: dark) {
  ${graphiqlIn('body:not(.graphiql-light)')} { ${darkAccents} }
}
${graphiqlIn('body.graphiql-dark')} { ${darkAccents} }
@font-face {
  font-family: 'Fira Code'; src: url(data:font/woff2;base64,${vietnameseFont}) format('woff2');
  unicode-range: U+01A0-01A1, U+01AF-01B0, U+0300-0301, U+0303, U+0309, U+0323, U+1EA0-1EF9, U+20AB;
}
/* Dashes and quotes in names are no attack on source code. */
.monaco-editor .unicode-highlight { border: 0; background: none; }
body.keyless .graphiql-plugin .graphiql-spinner { width: auto; height: auto; margin: 16px 0; }
body.keyless .graphiql-plugin .graphiql-spinner::after {
  content: 'The docs open once a key is accepted.'; width: auto; height: auto; border: 0; animation: none;
}
`;

/** With the font as base64, so that the letters come with the page. */
export const explorerStyle = (vietnameseFont: string): string => barStyle + editorStyle(vietnameseFont);
