/*
 * What a site's own code gets as `$` where the page brings no jQuery: the vendor's widgets brought one themselves, so extensions and
 * validators rely on it. Finding, reading, marking, moving and hearing of elements; no requests, no animations, no plugins.
 */
import { addListener, dropListeners, type ListenerParts } from './element-listeners.js';
import { safeHtml } from './safe-html.js';

type Control = HTMLElement & { value?: string };
type Visit = (this: Element, index: number, element: Element) => unknown;
type Place = 'append' | 'prepend' | 'before' | 'after';

const wordsOf = (names: string): string[] => names.split(/\s+/).filter(Boolean);
const isMarkup = (text: string): boolean => /^\s*</.test(text);
const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A jQuery-like set of elements. What only one element can say is said by the first. */
export class ElementSet {
  readonly [index: number]: Element;
  readonly length: number;
  readonly #all: readonly Control[];

  constructor(elements: readonly (EventTarget | null | undefined)[]) {
    this.#all = [...new Set(elements.filter((element) => element !== null && element !== undefined))] as Control[];
    this.length = this.#all.length;
    Object.assign(this, this.#all);
  }

  [Symbol.iterator](): IterableIterator<Element> {
    return this.#all.values();
  }
  get(at?: number): unknown {
    return at === undefined ? [...this.#all] : this.#all.at(at);
  }
  toArray(): Element[] {
    return [...this.#all];
  }
  each(visit: Visit): this {
    this.#all.some((element, index) => visit.call(element, index, element) === false);
    return this;
  }
  eq(at: number): ElementSet {
    return new ElementSet([this.#all.at(at)]);
  }
  first(): ElementSet {
    return this.eq(0);
  }
  last(): ElementSet {
    return this.eq(-1);
  }
  filter(wanted: string | Visit): ElementSet {
    return new ElementSet(
      this.#all.filter((element, at) => (typeof wanted === 'string' ? element.matches(wanted) : wanted.call(element, at, element))),
    );
  }
  not(selector: string): ElementSet {
    return new ElementSet(this.#all.filter((element) => !element.matches(selector)));
  }

  /** `on('click', listener)` or `on('click', '.within', listener)`; types may have a namespace, `click.mine`. */
  on(types: string, ...parts: ListenerParts): this {
    return this.each((_index, element) => wordsOf(types).forEach((type) => addListener(element, type, parts)));
  }
  one(types: string, ...parts: ListenerParts): this {
    return this.each((_index, element) => wordsOf(types).forEach((type) => addListener(element, type, parts, true)));
  }
  /** Takes off what was put on by a set: of some types, of one namespace, or all. */
  off(types = ''): this {
    return this.each((_index, element) => (types ? wordsOf(types) : ['']).forEach((type) => dropListeners(element, type)));
  }
  trigger(type: string): this {
    return this.each((_index, element) => {
      if (type === 'click' || type === 'focus' || type === 'blur') (element as HTMLElement)[type]();
      else element.dispatchEvent(new Event(type, { bubbles: true, cancelable: true }));
    });
  }
  click(listener?: ListenerParts[0]): this {
    return listener ? this.on('click', listener as EventListener) : this.trigger('click');
  }
  focus(): this {
    this.#all[0]?.focus();
    return this;
  }

  /** The value, of radio buttons that of the chosen one. A value that is set counts as typed. */
  val(value?: unknown): unknown {
    const first = this.#all[0];
    if (value === undefined) return first?.querySelector<HTMLInputElement>(':checked')?.value ?? first?.value;
    for (const control of this.#all) {
      control.value = String(value);
      control.dispatchEvent(new Event('input', { bubbles: true }));
    }
    return this;
  }
  text(text?: unknown): unknown {
    if (text === undefined) return this.#all.map(({ textContent }) => textContent).join('');
    return this.prop('textContent', String(text));
  }
  /** Markup that is set is cleaned of what could run. */
  html(markup?: unknown): unknown {
    if (markup === undefined) return this.#all[0]?.innerHTML;
    for (const element of this.#all)
      element.replaceChildren(
        ...(typeof markup === 'string' ? safeHtml(markup, element.ownerDocument).childNodes : nodesOf(markup, element)),
      );
    return this;
  }
  attr(name: string, value?: unknown): unknown {
    if (value === undefined) return this.#all[0]?.getAttribute(name) ?? undefined;
    return this.each((_index, element) => element.setAttribute(name, String(value)));
  }
  removeAttr(name: string): this {
    return this.each((_index, element) => element.removeAttribute(name));
  }
  prop(name: string, value?: unknown): unknown {
    if (value === undefined) return (this.#all[0] as unknown as Record<string, unknown> | undefined)?.[name];
    return this.each((_index, element) => Object.assign(element, { [name]: value }));
  }
  /** What a `data-` attribute says. */
  data(name: string): string | undefined {
    return this.#all[0]?.getAttribute(`data-${kebab(name)}`) ?? undefined;
  }
  css(name: string | Readonly<Record<string, string | number>>, value?: string | number): unknown {
    const first = this.#all[0];
    if (typeof name === 'string' && value === undefined) return first && getComputedStyle(first).getPropertyValue(kebab(name));
    const rules = typeof name === 'string' ? { [name]: value ?? '' } : name;
    for (const { style } of this.#all) for (const [rule, given] of Object.entries(rules)) style.setProperty(kebab(rule), String(given));
    return this;
  }
  show(): this {
    for (const element of this.#all) {
      element.hidden = false;
      element.style.removeProperty('display');
    }
    return this;
  }
  hide(): this {
    for (const { style } of this.#all) style.setProperty('display', 'none');
    return this;
  }

  is(selector: string): boolean {
    return this.#all.some((element) => element.matches(selector));
  }
  hasClass(name: string): boolean {
    return this.#all.some(({ classList }) => classList.contains(name));
  }
  addClass(names: string): this {
    return this.toggleClass(names, true);
  }
  removeClass(names: string): this {
    return this.toggleClass(names, false);
  }
  toggleClass(names: string, force?: boolean): this {
    return this.each((_index, { classList }) => wordsOf(names).forEach((name) => classList.toggle(name, force)));
  }

  find(selector: string): ElementSet {
    return new ElementSet(this.#all.flatMap((element) => [...element.querySelectorAll(selector)]));
  }
  closest(selector: string): ElementSet {
    return new ElementSet(this.#all.map((element) => element.closest(selector)));
  }
  parent(): ElementSet {
    return new ElementSet(this.#all.map(({ parentElement }) => parentElement));
  }
  children(selector = '*'): ElementSet {
    return new ElementSet(this.#all.flatMap(({ children }) => [...children])).filter(selector);
  }
  next(): ElementSet {
    return new ElementSet(this.#all.map(({ nextElementSibling }) => nextElementSibling));
  }
  prev(): ElementSet {
    return new ElementSet(this.#all.map(({ previousElementSibling }) => previousElementSibling));
  }
  siblings(selector = '*'): ElementSet {
    const others = this.#all.flatMap((own) => [...(own.parentElement?.children ?? [])].filter((element) => element !== own));
    return new ElementSet(others).filter(selector);
  }

  append(content: unknown): this {
    return this.#put('append', content);
  }
  prepend(content: unknown): this {
    return this.#put('prepend', content);
  }
  before(content: unknown): this {
    return this.#put('before', content);
  }
  after(content: unknown): this {
    return this.#put('after', content);
  }
  appendTo(target: unknown): this {
    const [first] = this.#all;
    if (first) elementQuery(first.ownerDocument)(target).append(this);
    return this;
  }
  replaceWith(content: unknown): this {
    return this.after(content).remove();
  }
  remove(): this {
    return this.each((_index, element) => element.remove());
  }
  empty(): this {
    return this.each((_index, element) => element.replaceChildren());
  }
  clone(): ElementSet {
    return new ElementSet(this.#all.map((element) => element.cloneNode(true)));
  }

  /** To each its own: the last gets what was given, the others copies. */
  #put(place: Place, content: unknown): this {
    const [first] = this.#all;
    const nodes = first ? nodesOf(content, first) : [];
    return this.each((index, element) =>
      element[place](...(index === this.length - 1 ? nodes : nodes.map((node) => node.cloneNode(true)))),
    );
  }
}

/** Content as nodes for the document of `place`. */
function nodesOf(content: unknown, { ownerDocument }: { readonly ownerDocument: Document }): Node[] {
  if (typeof content === 'string')
    return isMarkup(content) ? [...safeHtml(content, ownerDocument).childNodes] : [ownerDocument.createTextNode(content)];
  if (content instanceof ElementSet) return content.toArray();
  return typeof content === 'object' && content !== null && 'nodeType' in content ? [content as Node] : [];
}

/** `$`: finds by selector within the page, makes elements of markup, wraps what it is given; a function runs once the page has been read. */
export function elementQuery(page: Document): (wanted: unknown) => ElementSet {
  return (wanted) => {
    if (wanted instanceof ElementSet) return wanted;
    if (typeof wanted === 'string')
      return new ElementSet(isMarkup(wanted) ? nodesOf(wanted, { ownerDocument: page }) : [...page.querySelectorAll(wanted)]);
    if (typeof wanted === 'function') {
      const run = (): void => void (wanted as () => unknown)();
      if (page.readyState === 'loading') page.addEventListener('DOMContentLoaded', run, { once: true });
      else queueMicrotask(run);
    }
    return new ElementSet(typeof wanted === 'object' && wanted !== null && 'addEventListener' in wanted ? [wanted as EventTarget] : []);
  };
}
