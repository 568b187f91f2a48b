import type { Page, Route } from 'playwright-core';

/** Texts that do harm as soon as anybody takes one of them for markup, a script or an address. */
export const PAYLOADS: readonly string[] = [
  '<img src=x onerror="window.harm=1">',
  '"><svg onload=window.harm=1>',
  `'><script>window.harm=1</script>`,
  'javascript:window.harm=1',
  '</style><iframe srcdoc="<script>top.harm=1</script>">',
  '<a href="javascript:window.harm=1" style="position:fixed;inset:0">',
  '${window.harm=1}{{constructor.constructor("window.harm=1")()}}',
  '__proto__',
];

/** Each text of a tree replaced by a payload; lists and levels stay. */
export function poison(tree: unknown, payload: string): unknown {
  if (typeof tree === 'string') return payload;
  if (Array.isArray(tree)) return tree.map((item) => poison(item, payload));
  if (typeof tree !== 'object' || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, poison(value, payload)]));
}

/** Elements and attributes of the whole page, shadow roots included, that only a payload can have brought. */
export const harmIn = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    if ('harm' in window || 'harm' in Object.prototype) found.push('a payload ran');
    const look = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll('*')) {
        const isOurs = element.localName === 'script' && element.closest('head') !== null;
        const active = /^(img|script|iframe|object|embed|link|style|base|form\[action\])$/.test(element.localName) && !isOurs;
        const names = element.getAttributeNames();
        const runs = names.some((name) => name.startsWith('on') || name === 'srcdoc');
        const leads = names.some((name) => /^(href|src|action)$/.test(name) && /^\s*javascript:/i.test(element.getAttribute(name) ?? ''));
        // Ours is hidden by its own style while the panel is open.
        const paints = !/^(display: none( !important)?;)?$/.test(element.getAttribute('style') ?? '');
        if (active || runs || leads || paints) found.push(element.outerHTML.slice(0, 200));
        if (element.shadowRoot) look(element.shadowRoot);
      }
    };
    look(document);
    return found;
  });

const SOON = 3_600_000;
const iso = (at: number): string => new Date(at).toISOString();

/** A server whose every text is a payload; its first answer to a request is a failure, its second a booked call. */
export async function serveHostile(page: Page, origin: string, payload: string): Promise<void> {
  let tries = 0;
  const start = Math.ceil(Date.now() / SOON) * SOON + SOON;
  const slots = [0, 1, 2, 3].map((at) => ({ utcTime: iso(start + at * 900_000), capacity: 2, total: 5 }));
  const status = { code: 0, message: payload, corrId: payload };
  const callback = {
    id: payload,
    serviceName: payload,
    phoneNumber: '+12125550199',
    state: 'SCHEDULED',
    scheduled: true,
    desiredTime: iso(start),
    createdAt: iso(Date.now()),
    attempts: 0,
    canCancel: true,
    canReschedule: true,
    version: 2,
    reason: payload,
  };
  const offers = {
    serviceName: payload,
    timeZone: 'America/New_York',
    open: true,
    openFor: 3000,
    immediate: { offered: true, estimatedWaitTime: 290, waiting: 2 },
    scheduled: { offered: true, firstFree: iso(start), slotDurationMinutes: 15, maxAdvanceDays: 10 },
    defaultCountry: payload,
  };
  const answer = (route: Route): Promise<void> => {
    const { pathname } = new URL(route.request().url());
    const send = (httpStatus: number, data: unknown, code = 0): Promise<void> =>
      route.fulfill({
        status: httpStatus,
        headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*', 'access-control-allow-methods': '*' },
        json: { status: { ...status, code }, data },
      });
    if (route.request().method() === 'OPTIONS') return send(200, {});
    if (pathname.includes('/offers/')) return send(200, offers);
    if (pathname.includes('/availability')) return send(200, { slots, durationMin: 15, timezone: 'America/New_York' });
    if (pathname.endsWith('/events')) return route.abort();
    if (pathname.endsWith('/create')) return ++tries === 1 ? send(400, null, 9999) : send(200, { id: payload, visitorToken: payload });
    return send(200, callback);
  };
  await page.route(`${origin}/visitor/**`, answer);
  await page.route(`${origin}/engagement/**`, answer);
}
