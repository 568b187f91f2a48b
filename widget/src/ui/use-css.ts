import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Adds rules to the tree that an element is drawn in, shadow root or page, as long as it is there. Works under `style-src 'self'`. */
export function useCss<Kind extends HTMLElement>(css: string): RefObject<Kind | null> {
  const element = useRef<Kind>(null);
  useLayoutEffect(() => {
    const root = element.current?.getRootNode() as DocumentOrShadowRoot | undefined;
    const view = element.current?.ownerDocument.defaultView;
    if (!root || !view) return undefined;
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    return () => {
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
    };
  }, [css]);
  return element;
}
