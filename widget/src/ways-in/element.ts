/** @packageDocumentation The widget as an element: `<ringback-callback api-key="..." service-name="...">`. Importing this defines it. */
import { createCallbackWidget, type Bus, type CallbackWidget, type CallbackWidgetOptions } from '../index.js';
import { ATTRIBUTES, readAttributes, readDisplay } from './element-options.js';
import { keepOpen } from './inline-panel.js';
import { LIFECYCLE, type LifecycleName } from './lifecycle-events.js';

const STYLE = `:host{display:inline-block}
:host([display=inline]){display:block;min-block-size:440px}
:host([display=corner]),:host([hidden]){display:none}
button{--a:var(--rb-accent,light-dark(#3b4cf0,#8b97ff));min-block-size:44px;padding:10px 18px;border:1px solid #0000;border-radius:22px;background:var(--a);color:var(--rb-on-accent,light-dark(#fff,#0b0e1f));font:600 15.5px var(--rb-font,Inter,system-ui,sans-serif);cursor:pointer}
:focus-visible{outline:3px solid var(--a);outline-offset:2px}`;

// Where there is no page (a server that renders), the import does nothing.
const Base = globalThis.HTMLElement ?? (Object as unknown as typeof HTMLElement);

/**
 * `<ringback-callback>`. Attributes are the short options; `options` takes all of them and goes before.
 * `display`: `button` (default, in the text), `inline` (the form itself), `corner`.
 * Events of the panel come as `ringback-opened`, `ringback-completed` ... with the metadata in `detail`.
 * A change of attributes or options begins anew; leaving the page ends everything.
 */
export class RingbackCallbackElement extends Base {
  static readonly observedAttributes = ATTRIBUTES;
  #options: CallbackWidgetOptions = {};
  #running: { readonly widget: CallbackWidget; readonly end: () => void } | undefined;
  #isDue = false;
  /** What the running widget was started with. */
  #shown = '';

  get options(): CallbackWidgetOptions {
    return this.#options;
  }

  set options(options: CallbackWidgetOptions) {
    this.#options = options;
    this.#refresh();
  }

  /** The widget's own bus; `undefined` while the element isn't in a page. */
  get bus(): Bus | undefined {
    return this.#running?.widget.bus;
  }

  /** Opens the panel. Rejects when it is open already, or when the element isn't in a page. */
  open(): Promise<unknown> {
    return this.#running?.widget.open() ?? Promise.reject(new Error('<ringback-callback> is not in a page'));
  }

  /** Closes the panel. Rejects when it isn't open. */
  close(): Promise<unknown> {
    return this.#running?.widget.close() ?? Promise.reject(new Error('<ringback-callback> is not in a page'));
  }

  connectedCallback(): void {
    // Set before the element was defined: such a property hides ours.
    if (Object.hasOwn(this, 'options')) {
      const given = this.options;
      Reflect.deleteProperty(this, 'options');
      this.#options = given;
    }
    this.#refresh();
  }

  disconnectedCallback(): void {
    this.#refresh();
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null): void {
    if (before !== after) this.#refresh();
  }

  /** Once for all that a script changes in one go; an element that only moves in the page is left as it is. */
  #refresh(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      const state = this.isConnected ? JSON.stringify([this.#config(), this.getAttribute('display')]) : '';
      if (state === this.#shown) return;
      this.#shown = state;
      this.#running?.end();
      this.#running = this.isConnected ? this.#start() : undefined;
    });
  }
  #config(): CallbackWidgetOptions {
    return { ...readAttributes((name) => this.getAttribute(name), globalThis.console.warn), ...this.#options };
  }

  #start(): { widget: CallbackWidget; end: () => void } {
    const display = readDisplay(this.getAttribute('display'));
    const root = this.#root();
    const place = display === 'inline' ? root : undefined;
    const widget = createCallbackWidget({ ...this.#config(), ...(display !== 'corner' && { launcher: false }) }, place);
    for (const [name, event] of Object.entries(LIFECYCLE) as [LifecycleName, string][])
      widget.bus.subscribe(`Callback.${name}`, ({ data }) =>
        this.dispatchEvent(new CustomEvent(event, { detail: data, bubbles: true, composed: true })),
      );
    const leave = place && keepOpen(widget, place);
    if (display === 'button') root.append(this.#button(widget));
    const end = (): void => {
      leave?.();
      widget.destroy();
      root.replaceChildren();
    };
    return { widget, end };
  }

  #root(): ShadowRoot {
    if (this.shadowRoot) return this.shadowRoot;
    const root = this.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    return root;
  }

  /** What stands between the tags is what the button says. */
  #button(widget: CallbackWidget): HTMLButtonElement {
    const { ownerDocument: document } = this;
    const button = document.createElement('button');
    const slot = document.createElement('slot');
    slot.append(this.#config().label ?? 'Receive a Call');
    button.type = 'button';
    button.part.add('button');
    button.append(slot);
    button.addEventListener('click', () => {
      button.focus();
      void widget.open().catch(() => undefined);
    });
    return button;
  }
}

if (globalThis.customElements && !customElements.get('ringback-callback'))
  customElements.define('ringback-callback', RingbackCallbackElement);
