import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const read = (file: string): string => readFileSync(new URL(file, ROOT), 'utf8');
const theming = read('docs/theming.md');
const css = read('widget/src/panel/styles/tokens.css');
const rows = [...theming.matchAll(/^\| `(--rb-[\w-]+)` *\| ([^|]+)\| ([^|]*)\|/gm)].map(([, name, light, dark]) => ({
  name,
  light,
  dark,
}));
const blockOf = (selector: string): string => css.slice(css.indexOf(`\n${selector} {`)).split('\n}')[0] ?? '';

describe('the properties that a page may set', () => {
  it('[WI9] are those of the docs, all of them', () => {
    const sources = readdirSync(new URL('widget/src/', ROOT), { recursive: true, encoding: 'utf8' }).filter((file) =>
      /\.(css|tsx?)$/.test(file),
    );
    const used = new Set(sources.flatMap((file) => read(`widget/src/${file}`).match(/--rb-[a-z][\w-]*/g) ?? []));
    expect([...used].sort()).toEqual(rows.map(({ name }) => name).sort());
  });

  it.each(rows.filter(({ light }) => /^`#/.test(light ?? '')))(
    '[WI9] $name is $light in light, $dark in dark, also by the system',
    ({ name, light, dark }) => {
      const said = (value: string | undefined): string => `var(${name}, ${value?.trim().slice(1, -1)})`;
      expect(blockOf('.rb')).toContain(said(light));
      expect(blockOf('.rb.dark')).toContain(said(dark));
      expect(css.slice(css.indexOf('prefers-color-scheme: dark')).split('\n  }')[0]).toContain(said(dark));
    },
  );
});

/** Relative luminance of `#rgb` or `#rrggbb` by WCAG. */
function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.replace(/[^#]/g, '$&$&') : hex;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(full.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
const contrast = (one: string, other: string): number => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};

describe.each(['light', 'dark'] as const)('contrast in %s', (theme) => {
  const colour = (name: string): string =>
    rows
      .find((row) => row.name === `--rb-${name}`)
      ?.[theme]?.trim()
      .slice(1, -1) ?? '';
  it.each([
    ['text', 'surface', 4.5],
    ['text', 'surface-2', 4.5],
    ['text-2', 'surface', 4.5],
    ['text-2', 'surface-2', 4.5],
    ['accent', 'surface', 4.5],
    ['on-accent', 'accent', 4.5],
    ['bad', 'surface', 4.5],
    ['bad', 'surface-2', 4.5],
    ['warn', 'surface', 4.5],
    ['warn', 'warn-soft', 4.5],
    ['text', 'warn-soft', 4.5],
    ['good', 'good-soft', 3],
    ['line-strong', 'surface', 3],
  ])('[WI7] %s on %s is at least %d : 1', (one, other, least) => {
    expect(contrast(colour(one), colour(other))).toBeGreaterThanOrEqual(least);
  });
});
