import { ElementSet } from './element-set.js';
import { safeHtml } from './safe-html.js';

/** jQuery of the page, where it brings one. */
type Wrap = (node: Node) => unknown;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'nodeType' in value && 'childNodes' in value;

/**
 * What a caller gave as content: a node, a jQuery set (its first node), or markup.
 * @returns `undefined` when there is nothing to show
 */
export function nodeOf(html: unknown, document: Document): Node | undefined {
  if (isNode(html)) return html;
  if (typeof html === 'string' && html.trim() !== '') {
    const parsed = safeHtml(html, document);
    return parsed.childNodes.length === 1 ? (parsed.firstChild ?? undefined) : parsed;
  }
  if (typeof html === 'object' && html !== null && 0 in html && isNode(html[0])) return html[0];
  return undefined;
}

/** A node as the vendor hands it out: in a jQuery set, or on pages without jQuery in one like it. */
export function setOf<Kind extends Node>(node: Kind, global: Record<string, unknown>): readonly Kind[] {
  const wrap = global['jQuery'];
  return typeof wrap === 'function' ? ((wrap as Wrap)(node) as readonly Kind[]) : (new ElementSet([node]) as unknown as readonly Kind[]);
}

/** Adds rules to the page's style sheets until the signal, without a style element: works under `style-src 'self'`. */
export function addPageCss(css: string, document: Document, signal: AbortSignal): void {
  const view = document.defaultView ?? globalThis;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  signal.addEventListener('abort', () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  });
}

/** An element with classes and children. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  document: Document,
  name: Name,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
}
