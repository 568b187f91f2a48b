import { Fragment, h, type ComponentChildren } from 'preact';
import { safeHtml } from '../../ui/safe-html.js';

/** Markup or an element of the page that says how something is laid out; it is read, not moved. */
export type Template = string | Element;

/** What stands in place of `{label}`, `{input}` ... */
export type Parts = Readonly<Record<string, ComponentChildren>>;

const PLACEHOLDER = /(\{\w+\})/;
/** Attributes that are there or not, whatever they say. */
const SWITCHES: readonly string[] = ['hidden', 'disabled', 'checked', 'selected', 'multiple', 'open', 'readonly', 'required'];

/** The nodes of a template, cleaned of what could run or load code. */
export function nodesOf(template: Template, document: Document): Node[] {
  const markup = typeof template === 'string' ? template : template.outerHTML;
  return [...safeHtml(markup, document).childNodes];
}

/** Draws nodes, their placeholders filled in. What is filled in is never read as markup. */
export function fillNodes(nodes: readonly Node[], parts: Parts): ComponentChildren {
  return nodes.map((node, at) => <Fragment key={at}>{fillNode(node, parts)}</Fragment>);
}

function fillNode(node: Node, parts: Parts): ComponentChildren {
  if (node.nodeType === 3) {
    return (node.nodeValue ?? '').split(PLACEHOLDER).map((text) => {
      const name = text.slice(1, -1);
      return PLACEHOLDER.test(text) && Object.hasOwn(parts, name) ? parts[name] : text;
    });
  }
  const element = node as HTMLElement;
  const attributes = Object.fromEntries(
    [...element.attributes].map(({ name, value }) => [name, name === 'style' ? element.style.cssText : SWITCHES.includes(name) || value]),
  );
  return h(element.localName, attributes, fillNodes([...element.childNodes], parts));
}

/** Whether a placeholder occurs. */
export const hasPlaceholder = (nodes: readonly Node[], name: string): boolean =>
  nodes.some(({ textContent }) => textContent?.includes(`{${name}}`));

/** Whether these are rows of a table, which only a table can hold. */
export const areRows = (nodes: readonly Node[]): boolean => nodes.some((node) => 'localName' in node && node.localName === 'tr');
