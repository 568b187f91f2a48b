/** Style sheets of a shadow root, without any inline style: works under `style-src 'self'`. */
export interface StyledRoot {
  readonly root: ShadowRoot;
  /** Adds rules to the sheet, once. */
  addCss(css: string): void;
  /** Replaces the one changeable rule block: measures that only the running page knows. */
  setMeasures(css: string): void;
}

/** By document and text: what several roots, or one after the other, are dressed in is read once. */
const known = new WeakMap<object, Map<string, CSSStyleSheet>>();

/** Attaches an open shadow root with constructed style sheets to an element that has none. */
export function createStyledRoot(element: HTMLElement, css: string): StyledRoot {
  const root = element.attachShadow({ mode: 'open' });
  const view = element.ownerDocument.defaultView ?? globalThis;
  const sheets = known.get(view) ?? new Map<string, CSSStyleSheet>();
  known.set(view, sheets);
  const measures = new view.CSSStyleSheet();
  root.adoptedStyleSheets = [measures];
  const addCss = (text: string): void => {
    const sheet = sheets.get(text) ?? new view.CSSStyleSheet();
    if (root.adoptedStyleSheets.includes(sheet)) return;
    if (!sheets.has(text)) sheet.replaceSync(text);
    sheets.set(text, sheet);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  };
  addCss(css);
  return { root, addCss, setMeasures: (text) => measures.replaceSync(text) };
}
