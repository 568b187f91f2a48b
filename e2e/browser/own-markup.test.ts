import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { sharedBrowser } from '../support/browser.js';
import type { Verdict } from '../support/markup-judge.js';

/*
 * What a site's own markup becomes, judged by DOMPurify: from what our cleaner leaves, it has nothing to take away.
 * Why it judges and does not clean: docs/decisions/0017-own-markup.md.
 */
const JUDGE = fileURLToPath(new URL('../support/markup-judge.ts', import.meta.url));

interface Judging {
  judging: { judge(markup: string): Verdict };
}

let page: Page;
beforeAll(async () => {
  const [browser, script] = await Promise.all([sharedBrowser(), bundled()]);
  page = await browser.newPage();
  await page.addInitScript(() => Object.defineProperty(window, 'alert', { value: () => Object.assign(window, { harm: true }) }));
  await page.goto('about:blank');
  await page.addScriptTag({ content: script });
});
afterAll(() => page?.context().close());

async function bundled(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, target: 'es2022', lib: { entry: JUDGE, formats: ['iife'], name: 'judging' } },
  });
  const [{ output }] = built as unknown as [{ output: { code: string }[] }];
  return output.map(({ code }) => code).join('\n');
}

const judge = (markups: readonly string[]): Promise<Verdict[]> =>
  page.evaluate((all) => all.map((markup) => (window as unknown as Judging).judging.judge(markup)), [...markups]);

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<IMG SRC=x OnErRoR=alert(1)//',
  '<svg onload=alert(1)>',
  '<svg/onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  '<svg><use href="data:image/svg+xml,<svg id=x onload=alert(1)>#x"></use></svg>',
  '<svg><animate attributeName=href values=javascript:alert(1) /><a id=x><text x=20 y=20>x</text></a></svg>',
  '<svg><foreignObject><iframe srcdoc="<script>alert(1)</script>"></iframe></foreignObject></svg>',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></annotation-xml></math>',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<template><img src=x onerror=alert(1)></template>',
  '<div><template shadowrootmode=open><img src=x onerror=alert(1)></template></div>',
  '<textarea><img title="</textarea><img src=x onerror=alert(1)>">',
  '<select><template><img src=x onerror=alert(1)></template></select>',
  '<table><td background="javascript:alert(1)"><caption onclick=alert(1)>x</table>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="java\tscr\nipt:alert(1)">x</a>',
  '<a href="\u0001javascript:alert(1)">x</a>',
  '<a href="&#106;avascript&colon;alert(1)">x</a>',
  '<a href="vbscript:x">x</a><a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<iframe src="javascript:alert(1)"></iframe><object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
  '<base href="https://evil.example"><link rel=stylesheet href=x><meta http-equiv=refresh content="0;javascript:alert(1)">',
  '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button><input type=image src=x onerror=alert(1)></form>',
  '<input type="submit" form="x" formaction="javascript:alert(1)">',
  '<p style="background:url(javascript:alert(1))" onmouseover=alert(1)>x</p>',
  '<p style=x style="y" class="a"onclick="alert(1)" title="a style=b onclick=c">x</p>',
  '<x-y is="z" onfocus=alert(1) tabindex=0 autofocus>x</x-y>',
  '<video><source onerror=alert(1)></video><audio src=x onerror=alert(1)></audio>',
  '<details open ontoggle=alert(1)>x</details>',
  '<div data-rb-onclick="alert(1)" data-rb-style="color:red">x</div>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<?xml version="1.0"?><img src=x onerror=alert(1)>',
  '<p><b></p><i></b>unclosed <table><b>fostered',
];
const PIECES = [
  ...[
    '<p>',
    '</p>',
    '<b ',
    '<a ',
    '<svg>',
    '</svg>',
    '<math>',
    '<style>',
    '</style>',
    '<table>',
    '<tr>',
    '<td>',
    '<select>',
    '<option>',
    '<template>',
  ],
  ...[
    '<title>',
    '</title>',
    '<textarea>',
    '</textarea>',
    '<noscript>',
    '</noscript>',
    '<form>',
    '<mtext>',
    '<mglyph>',
    '<foreignObject>',
    '<desc>',
  ],
  ...[
    'href=javascript:alert(1) ',
    'onclick=alert(1) ',
    'style="x:y" ',
    'title="',
    "title='",
    'src=x ',
    '"',
    "'",
    '>',
    '/>',
    '<',
    '&lt;',
    '&quot;',
    '-->',
    '<!--',
  ],
  ...['<img src=x onerror=alert(1)>', '<script>alert(1)</script>', 'text', ' ', '{input}'],
];

describe("a site's own markup", () => {
  it('[FO1] [WI6] of nothing hostile is left what DOMPurify would take away, nor what another reading would change', async () => {
    for (const [at, { left, taken, again }] of (await judge(HOSTILE)).entries()) {
      expect({ markup: HOSTILE[at], taken, again }).toEqual({ markup: HOSTILE[at], taken: [], again: left });
    }
    expect(await page.evaluate(() => 'harm' in window)).toBe(false);
  });

  it('[FO1] [WI6] nor of a thousand broken pieces put together', async () => {
    const markups = fc.sample(fc.array(fc.constantFrom(...PIECES), { minLength: 2, maxLength: 16 }), { numRuns: 1000, seed: 20261121 });
    const texts = markups.map((pieces) => pieces.join(''));
    for (const [at, { taken }] of (await judge(texts)).entries()) expect([texts[at], taken]).toEqual([texts[at], []]);
    expect(await page.evaluate(() => 'harm' in window)).toBe(false);
  });

  it('[WI6] the judge is awake: of raw markup it takes something away', async () => {
    const taken = await page.evaluate(() => {
      const raw = document.createElement('div');
      raw.innerHTML = '<p onclick="x">y</p>';
      return (window as unknown as Judging).judging.judge(raw.outerHTML).left;
    });
    expect(taken).toBe('<div><p>y</p></div>');
  });
});
