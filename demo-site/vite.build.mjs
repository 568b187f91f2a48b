import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Puts `partials/<name>` where a page says `<!-- include <name> -->`, so that both pages share one header and one section. */
const partials = {
  name: 'ringback-partials',
  transformIndexHtml: {
    order: 'pre',
    handler: (html) =>
      html.replace(/<!-- include ([\w-]+\.html) -->/g, (_, name) => readFileSync(here(`./partials/${name}`), 'utf8').trim()),
  },
};

export const builds = [
  {
    plugins: [partials],
    build: {
      target: 'es2022',
      // The page allows no data: addresses, so nothing may be inlined.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: [here('./index.html'), here('./es-import.html'), here('./phone.html')] },
    },
  },
];
