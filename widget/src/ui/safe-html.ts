/*
 * Markup from a site's configuration or extension, without what could run, frame, post or load code.
 * What a server or a visitor says is never given to this: it is text.
 */
import { trustedMarkup } from './trusted.js';

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));
const HTML = 'http://www.w3.org/1999/xhtml';
const SVG = 'http://www.w3.org/2000/svg';
/** By namespace: an HTML name within a drawing, or any within a formula, is no element that anybody means. */
const ELEMENTS: Readonly<Record<string, ReadonlySet<string>>> = {
  [HTML]: wordsOf(
    `a abbr address article aside b bdi bdo blockquote br button caption cite code col colgroup dd del details dfn div dl dt em fieldset
    figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label legend li main mark nav ol optgroup option output p
    pre q s samp section select small span strong sub summary sup table tbody td textarea tfoot th thead time tr u ul`,
  ),
  [SVG]: wordsOf('svg g path circle ellipse rect line polyline polygon title'),
};
const ATTRIBUTES = wordsOf(
  `alt autocomplete checked class cols colspan data-message dir disabled for height hidden id inputmode lang max maxlength min
  minlength multiple name open pattern placeholder readonly rel required role rows rowspan scope selected size span start step tabindex
  target title type value width wrap
  cx cy d fill fill-rule clip-rule points r rx ry stroke stroke-linecap stroke-linejoin stroke-width transform viewbox x x1 x2 y y1 y2`,
);
/** Input types that do something by themselves. */
const ACTIVE_TYPE = /^(submit|image|reset|file)$/i;
const LINK = /^(https?:|mailto:|tel:|[^:]*$|[^:]*[/?#])/i;
const PICTURE = /^(https?:|data:image\/(png|gif|jpe?g|webp|avif)[;,]|[^:]*$|[^:]*[/?#])/i;

const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^"'>])*>/gi;
const LOUD = /("[^"]*"|'[^']*')|(?<=[\s/"'])(style|on\w+)(?=\s*=)/gi;
const HUSHED = 'data-rb-';

/** Without names that Chromium reports to the page's policy as it parses, though nothing of them counts in the template's document. */
const hushed = (markup: string): string =>
  markup.replace(TAG, (tag) => tag.replace(LOUD, (_, quoted, name) => (quoted as string | undefined) ?? `${HUSHED}${name}`));

/** Parses markup into nodes of `document`, rows and cells of tables too. Elements that aren't allowed leave their text behind. */
export function safeHtml(markup: string, document: Document): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = trustedMarkup(hushed(markup), document.defaultView);
  const result = document.createDocumentFragment();
  copyChildren(template.content, result, document);
  return result;
}

function copyChildren(from: Node, to: Node, document: Document): void {
  for (const child of from.childNodes) {
    if (child.nodeType === 3) to.appendChild(document.createTextNode(child.nodeValue ?? ''));
    else if (child.nodeType === 1) copyElement(child as Element, to, document);
  }
}

function copyElement(element: Element, to: Node, document: Document): void {
  const name = element.localName.toLowerCase();
  if (/^(script|style|template|noscript|iframe|object|embed|link|meta|base)$/.test(name)) return;
  const space = element.namespaceURI ?? '';
  // As a reader of what is left would have it: nothing of HTML in a drawing, nothing of a drawing outside of one.
  const isAtHome = name === 'svg' || (space === SVG) === ((to as Element).namespaceURI === SVG);
  if (!isAtHome || !ELEMENTS[space]?.has(name)) return copyChildren(element, to, document);
  const copy = document.createElementNS(space, element.localName) as HTMLElement;
  for (const { name: attribute, value } of element.attributes) copyAttribute(copy, attribute, value);
  // A button without a type would submit the form around it.
  if (name === 'button') copy.setAttribute('type', 'button');
  copyChildren(element, copy, document);
  to.appendChild(copy);
}

function copyAttribute(copy: HTMLElement, attribute: string, value: string): void {
  const name = attribute.toLowerCase();
  // Through the style object: an attribute would need `unsafe-inline`.
  if (name === 'style' || name === `${HUSHED}style`) copy.style.cssText = value;
  else if (name === 'href' || name === 'src') {
    const address = [...value].filter((sign) => sign > ' ').join('');
    if ((name === 'href' ? LINK : PICTURE).test(address)) copy.setAttribute(name, value);
  } else if (name === 'type' && ACTIVE_TYPE.test(value)) copy.setAttribute('type', 'button');
  else if (ATTRIBUTES.has(name) || /^(aria|data(?!-rb-))-[\w-]+$/.test(name)) copy.setAttribute(attribute, value);
}
