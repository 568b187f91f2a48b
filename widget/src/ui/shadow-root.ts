/** Style sheets of a shadow root, without any inline style: works under `style-src 'self'`. */
export interface StyledRoot {
  readonly root: ShadowRoot;
  /** Adds rules to the sheet, once. */
  addCss(css: string): void;
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
  const added = new Set<string>();
  const addCss = (text: string): void => {
    if (added.has(text)) return;
    added.add(text);
    const more = new view.CSSStyleSheet();
    more.replaceSync(text);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, more];
  };
  return { root, addCss, setMeasures: (text) => measures.replaceSync(text) };
}
