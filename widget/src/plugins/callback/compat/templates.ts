import { nodesOf as cleanNodesOf, type Template } from '../../../form/custom/template.js';

const PLACEHOLDER = /\{(\w+)\}/g;

/** The nodes of a template, cleaned of what could run. White space between its rows is left out. */
export const nodesOf = (template: Template, document: Document): Node[] =>
  cleanNodesOf(template, document).filter((node) => node.nodeType !== 3 || node.nodeValue?.trim() !== '');

/** Puts nodes in place of `{label}`, `{input}` ... in a list of nodes, which is changed in place. */
export function fillTemplate(nodes: Node[], parts: Readonly<Record<string, readonly Node[]>>): void {
  const filled = nodes.flatMap((node) => fill(node, parts));
  nodes.splice(0, nodes.length, ...filled);
}

function fill(node: Node, parts: Readonly<Record<string, readonly Node[]>>): Node[] {
  if (node.nodeType !== 3) {
    for (const child of [...node.childNodes]) {
      const filled = fill(child, parts);
      if (filled[0] !== child) (child as ChildNode).replaceWith(...filled);
    }
    return [node];
  }
  const text = node.nodeValue ?? '';
  const found = [...text.matchAll(PLACEHOLDER)].find(([, own = '']) => Object.hasOwn(parts, own));
  if (!found) return [node];
  const { 0: whole, 1: name = '', index: at } = found;
  const document = node.ownerDocument as Document;
  const before = text.slice(0, at);
  const after = document.createTextNode(text.slice(at + whole.length));
  return [...(before ? [document.createTextNode(before)] : []), ...(parts[name] ?? []), ...fill(after, parts)];
}
