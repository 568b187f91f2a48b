/*
 * The page's own eyes: the same in every engine, whatever its driver can do. `window.look` answers the scenario.
 */
(() => {
  const PATIENCE_MS = 15_000;
  const problems = [];
  const heard = [];
  let chosen;
  addEventListener('error', ({ message }) => problems.push(`error: ${message}`));
  addEventListener('unhandledrejection', ({ reason }) => problems.push(`rejection: ${String(reason)}`));
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
    problems.push(`policy: ${effectiveDirective} ${blockedURI}`),
  );
  for (const name of ['error', 'warn']) {
    const own = console[name];
    console[name] = (...words) => {
      problems.push(`console: ${words.map(String).join(' ')}`);
      own.apply(console, words);
    };
  }
  const events = 'opened started submitted completed cancelled closed validationFailed rejected timeSelected'.split(' ');
  for (const name of events) window.CXBus.subscribe(`Callback.${name}`, () => heard.push(name));
  window.CXBus.subscribe('Calendar.selectedDateTime', ({ data }) => {
    chosen = data.utcTime;
  });

  const roots = () => [document, ...[...document.documentElement.children].map((element) => element.shadowRoot).filter(Boolean)];
  const matching = (selector, text) =>
    roots()
      .flatMap((root) => [...root.querySelectorAll(selector)])
      .filter((element) => element.getClientRects().length > 0 && element.textContent.includes(text));
  const box = (element) => JSON.stringify(element.getBoundingClientRect());
  const onTop = ({ x, y }, element) => {
    const hit = element.getRootNode().elementFromPoint(x, y);
    return hit !== null && (element.contains(hit) || hit.contains(element));
  };
  const centreOf = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };
  };

  /** Runs `test` with every frame until it gives something, which is what is promised. */
  const until = (what, test) =>
    new Promise((resolve, reject) => {
      const deadline = performance.now() + PATIENCE_MS;
      const look = () => {
        const found = test();
        if (found !== undefined) resolve(found);
        else if (performance.now() < deadline) requestAnimationFrame(look);
        else reject(new Error(`${what} did not come; problems so far: ${problems.join('; ') || 'none'}`));
      };
      look();
    });

  const active = () => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element;
  };

  window.look = {
    problems,
    heard,
    chosen: () => chosen,
    direction: () => document.querySelector('ringback-panel').shadowRoot.querySelector('[dir]').dir,
    /** How far the panel is from the left and the right edge. */
    margins() {
      const { left, right } = matching('.panel', '')[0].getBoundingClientRect();
      return { left: Math.round(left), right: Math.round(innerWidth - right) };
    },
    isFocused: (selector, text) => matching(selector, text).includes(active()),
    focused: () => active()?.outerHTML.slice(0, 80) ?? 'nothing',
    /** Promises that something is there. */
    there: (selector, text) => until(`${selector} "${text}"`, () => (matching(selector, text).length > 0 ? true : undefined)),
    gone: (selector) => until(`the end of ${selector}`, () => (matching(selector, '').length === 0 ? true : undefined)),
    /** Promises the middle of the first one that can be pressed: there, still, and with nothing above it. */
    spot(selector, text, at = 0) {
      let before = '';
      return until(`${selector} "${text}"`, () => {
        const element = matching(selector, text)[at];
        if (!element || element.getAttribute('aria-disabled') === 'true') return undefined;
        element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
        const now = box(element);
        const still = now === before;
        before = now;
        const centre = centreOf(element);
        return still && onTop(centre, element) ? centre : undefined;
      });
    },
  };
})();
