import type { TextKey, Translator } from '../../../i18n/translate.js';
import { make } from '../../../ui/page-nodes.js';
import type { Bind } from './bind.js';

export interface WindowParts {
  readonly document: Document;
  readonly translator: Translator;
  readonly bind: Bind;
}

/** A text by key, marked as the vendor marks what can be translated. */
export function localized<Name extends keyof HTMLElementTagNameMap>(
  { document, translator }: Pick<WindowParts, 'document' | 'translator'>,
  name: Name,
  className: string,
  key: TextKey,
): HTMLElementTagNameMap[Name] {
  const element = make(document, name, `${className} i18n`.trim(), translator.text(key));
  element.dataset['message'] = key.replace(/^callback\./, '');
  return element;
}

export interface ButtonOptions {
  className: string;
  key: TextKey;
  /** Words for screen readers, where the label alone says too little. */
  aria?: TextKey;
  onPress(event: Parameters<Parameters<Bind>[2]>[0]): void;
}

export function makeButton(parts: WindowParts, { className, key, aria, onPress }: ButtonOptions): HTMLButtonElement {
  const button = localized(parts, 'button', `cx-btn ${className}`, key);
  button.type = 'button';
  // Beside the label, not instead of it: who says what they see must be understood.
  if (aria) button.setAttribute('aria-description', parts.translator.text(aria));
  parts.bind(button, 'click', onPress);
  return button;
}

/** A row of buttons as the vendor groups them. */
export const buttonGroup = (document: Document, className: string, ...buttons: HTMLElement[]): HTMLElement =>
  make(document, 'div', 'cx-button-container', make(document, 'div', `cx-button-group ${className}`, ...buttons));

export interface WindowHandlers {
  onMinimize(): void;
  onClose(): void;
}

/** The vendor's window: title bar, body, footer. Empty yet. */
export function drawWindow(parts: WindowParts, { onMinimize, onClose }: WindowHandlers): HTMLElement {
  const { document, translator } = parts;
  const icon = make(document, 'span', 'cx-icon');
  icon.dataset['icon'] = 'call-incoming';
  icon.setAttribute('aria-hidden', 'true');
  const title = localized(parts, 'h2', 'cx-title', 'callback.CallbackTitle');
  title.id = 'cx_callback_title';
  const tool = (className: string, sign: string, label: TextKey, onPress: () => void): HTMLElement => {
    const button = make(document, 'button', className, sign);
    button.type = 'button';
    button.ariaLabel = translator.text(label);
    parts.bind(button, 'click', onPress);
    return button;
  };
  const bar = make(
    document,
    'div',
    'cx-titlebar',
    icon,
    title,
    tool('cx-button-minimize', '–', 'callback.AriaMinimize', onMinimize),
    tool('cx-button-close', '×', 'callback.AriaClose', onClose),
  );
  const content = make(document, 'div', 'cx-content wrapper', make(document, 'div', 'cx-body'), make(document, 'div', 'cx-footer'));
  const root = make(document, 'div', 'cx-widget cx-callback', bar, content);
  root.lang = translator.lang;
  root.dir = translator.direction;
  root.tabIndex = -1;
  root.setAttribute('role', 'dialog');
  root.setAttribute('aria-labelledby', title.id);
  return root;
}

/** The part of a window by its class, also when the page has taken it away: then it is put back. */
export function partOf(root: HTMLElement, className: 'cx-body' | 'cx-footer'): HTMLElement {
  const found = root.querySelector<HTMLElement>(`.${className}`);
  if (found) return found;
  const part = make(root.ownerDocument, 'div', className);
  (root.querySelector('.cx-content') ?? root).append(part);
  return part;
}
