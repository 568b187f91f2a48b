/**
 * The node that a caller of `showOverlay` means: a node, a jQuery set of one, or text.
 * A text is shown as it is, markup included: nothing from outside is parsed as HTML here.
 * @returns `undefined` when there is nothing to show.
 */
export function overlayNode(html: unknown, document: Document): Node | undefined {
  if (isNode(html)) return html;
  if (typeof html === 'string' && html.trim() !== '') return document.createTextNode(html);
  if (typeof html === 'object' && html !== null && 0 in html && isNode(html[0])) return html[0];
  return undefined;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'nodeType' in value && 'childNodes' in value;
