/** Style sheets of a shadow root, without any inline style: works under `style-src 'self'`. */
export interface StyledRoot {
  readonly root: ShadowRoot;
  /** Replaces the one changeable rule block: measures that only the running page knows. */
  setMeasures(css: string): void;
}

/** Attaches an open shadow root with constructed style sheets to an element that has none. */
export function createStyledRoot(element: HTMLElement, css: string): StyledRoot {
  const root = element.attachShadow({ mode: 'open' });
  const view = element.ownerDocument.defaultView ?? globalThis;
  const sheet = new view.CSSStyleSheet();
  const measures = new view.CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet, measures];
  return { root, setMeasures: (text) => measures.replaceSync(text) };
}
