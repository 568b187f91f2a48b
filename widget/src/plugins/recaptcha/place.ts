/** A challenge of pictures lies at 2000000000, as its provider has it: what holds the captcha must lie below. */
const BELOW_CHALLENGES = 1_999_999_999;

/** A place of the captcha in the page's own tree; the panel shows it by its slot. */
export interface Place {
  readonly container: HTMLElement;
  /** What the provider draws into: an element can be drawn into once. */
  fresh(): HTMLElement;
  /** CSS pixels that it has. */
  width(): number;
  remove(): void;
}

export function takePlace(container: HTMLElement, isSeen: boolean): Place {
  const document = container.ownerDocument;
  const host = document.createElement('div');
  host.slot = 'captcha';
  host.className = 'ringback-captcha';
  // Hidden, but not taken out: the provider looks at it. By the style object: an attribute would need `unsafe-inline`.
  if (!isSeen) Object.assign(host.style, { position: 'absolute', width: '0', height: '0', overflow: 'hidden', visibility: 'hidden' });
  container.append(host);
  const restore = lower(container);
  return {
    container,
    fresh() {
      const target = document.createElement('div');
      host.replaceChildren(target);
      return target;
    },
    width: () => host.getBoundingClientRect().width,
    remove() {
      host.remove();
      restore();
    },
  };
}

/** Puts the panel below the provider's challenges, unless the site has put it there already. @returns the way back */
function lower(container: HTMLElement): () => void {
  const root = container.closest<HTMLElement>('.cx-widget') ?? container;
  const view = container.ownerDocument.defaultView ?? globalThis;
  const given = view.getComputedStyle(root).getPropertyValue('--rb-z').trim();
  if (given !== '' && Number(given) <= BELOW_CHALLENGES) return () => undefined;
  const before = root.style.getPropertyValue('--rb-z');
  root.style.setProperty('--rb-z', String(BELOW_CHALLENGES));
  return () => root.style.setProperty('--rb-z', before);
}
