/*
 * What a site's `validate` gets where the page brings no jQuery: the vendor's widgets brought one themselves, so validators rely on
 * it. Only what they do with a field: read and set it, mark it, look around it.
 */

type Control = HTMLElement & { value?: string };
type Visit = (this: Element, index: number, element: Element) => unknown;

const wordsOf = (names: string): string[] => names.split(/\s+/).filter(Boolean);

/** A jQuery-like set of elements. */
export class ElementSet {
  readonly [index: number]: Element;
  readonly length: number;
  readonly #all: readonly Control[];

  constructor(elements: readonly (Element | null | undefined)[]) {
    this.#all = [...new Set(elements.filter((element) => element !== null && element !== undefined))] as Control[];
    this.length = this.#all.length;
    Object.assign(this, this.#all);
  }

  get(at?: number): unknown {
    return at === undefined ? [...this.#all] : this.#all.at(at);
  }
  each(visit: Visit): this {
    this.#all.some((element, index) => visit.call(element, index, element) === false);
    return this;
  }
  on(types: string, listener: EventListener): this {
    return this.each((_index, element) => wordsOf(types).forEach((type) => element.addEventListener(type, listener)));
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
  css(name: string, value: string): this {
    for (const { style } of this.#all) style.setProperty(name, value);
    return this;
  }
  show(): unknown {
    return this.prop('hidden', false);
  }
  hide(): unknown {
    return this.prop('hidden', true);
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

  closest(selector: string): ElementSet {
    return new ElementSet(this.#all.map((element) => element.closest(selector)));
  }
  parent(): ElementSet {
    return new ElementSet(this.#all.map(({ parentElement }) => parentElement));
  }
  find(selector: string): ElementSet {
    return new ElementSet(this.#all.flatMap((element) => [...element.querySelectorAll(selector)]));
  }
  siblings(selector = '*'): ElementSet {
    const others = this.#all.flatMap((own) => [...(own.parentElement?.children ?? [])].filter((element) => element !== own));
    return new ElementSet(others.filter((element) => element.matches(selector)));
  }
}

/** `$`: finds by selector within `root`, else wraps what it is given. */
export function elementQuery(root: ParentNode): (wanted: unknown) => ElementSet {
  return (wanted) => {
    if (typeof wanted === 'string') return new ElementSet([...root.querySelectorAll(wanted)]);
    if (wanted instanceof ElementSet) return wanted;
    return new ElementSet(typeof wanted === 'object' && wanted !== null && 'classList' in wanted ? [wanted as Element] : []);
  };
}
