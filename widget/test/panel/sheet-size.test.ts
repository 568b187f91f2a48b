import { describe, expect, it } from 'vitest';
import { followViewport } from '../../src/panel/sheet-size.js';
import { fakeEnvironment } from '../../src/testing/fake-environment.js';

/** A window of a phone, whose width and keyboard the test moves. */
function phone({ narrow = true, mobileMode = 'auto' as boolean | 'auto' } = {}) {
  const query = Object.assign(new EventTarget(), { matches: narrow, media: '' });
  const viewport = Object.assign(new EventTarget(), { offsetTop: 0, height: 844 });
  const asked: string[] = [];
  const environment = fakeEnvironment({
    matchMedia: (text) => (asked.push(text), query as unknown as MediaQueryList),
    visualViewport: () => viewport as unknown as VisualViewport,
  });
  const lifetime = new AbortController();
  const seen = { sheet: [] as boolean[], css: [] as string[] };
  followViewport({
    environment,
    mobileMode,
    breakpoint: 600,
    signal: lifetime.signal,
    onSheet: (isSheet) => void seen.sheet.push(isSheet),
    setMeasures: (css) => void seen.css.push(css),
  });
  return { query, viewport, asked, seen, lifetime, becomeIdle: environment.becomeIdle };
}

describe('followViewport', () => {
  it('[pain 7] [WI7] keeps the panel above the on-screen keyboard, wherever the page is scrolled to', async () => {
    const { viewport, seen, lifetime, becomeIdle } = phone();
    expect(seen.css).toEqual([]);
    await becomeIdle();
    expect(seen.css.at(-1)).toContain('--_view-height: 844px');
    Object.assign(viewport, { height: 470.4, offsetTop: 120 });
    viewport.dispatchEvent(new Event('resize'));
    expect(seen.css.at(-1)).toBe(':host { --_view-top: 120px; --_view-height: 470px; }');
    lifetime.abort();
    viewport.dispatchEvent(new Event('scroll'));
    expect(seen.css).toHaveLength(2);
  });

  it('[WI3] is a sheet up to the breakpoint, and follows the window', () => {
    const { query, asked, seen } = phone();
    expect(asked).toEqual(['(max-width: 600px)']);
    query.matches = false;
    query.dispatchEvent(new Event('change'));
    expect(seen.sheet).toEqual([true, false]);
  });

  it.each([
    [true, false, true],
    [false, true, false],
  ])('[WI3] mobileMode %s decides alone', (mobileMode, narrow, isSheet) => {
    expect(phone({ mobileMode, narrow }).seen.sheet).toEqual([isSheet]);
  });
});
