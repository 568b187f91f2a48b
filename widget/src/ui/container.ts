import { make, nodeOf } from './page-nodes.js';

export interface ContainerOptions {
  type?: 'overlay' | 'generic';
  title?: string;
  /** Markup, a node, or a jQuery set. */
  body?: unknown;
  icon?: string;
  /** Words such as `close` and `minimize`. */
  controls?: string;
  buttons?: { type?: string; primary?: string; secondary?: string };
}

/** A container with the vendor's classes: title bar, body, footer with buttons. */
export function makeContainer(
  { type = 'generic', title, body, icon, controls, buttons }: ContainerOptions,
  document: Document,
): HTMLElement {
  const container = make(document, 'div', `cx-container cx-${type}-container`);
  const bar = make(document, 'div', 'cx-titlebar');
  if (icon) bar.append(makeIcon(icon, document));
  bar.append(make(document, 'h2', 'cx-title', title ?? ''));
  if (controls?.includes('close')) bar.append(makeControl('close', '×', document));
  if (controls?.includes('minimize')) bar.append(makeControl('minimize', '–', document));
  container.append(bar, make(document, 'div', 'cx-body', nodeOf(body, document) ?? ''));
  container.append(make(document, 'div', 'cx-footer', ...(buttons ? [makeButtons(buttons, document)] : [])));
  return container;
}

function makeControl(name: string, sign: string, document: Document): HTMLElement {
  const button = make(document, 'button', `cx-button-${name}`, sign);
  button.type = 'button';
  button.setAttribute('aria-label', name);
  return button;
}

/** One or two buttons. */
export function makeButtons(
  { type = 'binary', primary, secondary }: NonNullable<ContainerOptions['buttons']>,
  document: Document,
): HTMLElement {
  const group = make(document, 'div', `cx-button-group cx-buttons-${type}`);
  const add = (label: string | undefined, className: string): void => {
    if (!label) return;
    const button = make(document, 'button', className, label);
    button.type = 'button';
    group.append(button);
  };
  // Both generations of names: sites bind to either.
  add(secondary, 'cx-btn cx-btn-default btn-default');
  add(primary, 'cx-btn cx-btn-primary btn-primary');
  return group;
}

/** An icon by the vendor's name; sites draw it by `data-icon`. */
export function makeIcon(name: string, document: Document): HTMLElement {
  const icon = make(document, 'span', 'cx-icon');
  icon.dataset['icon'] = name;
  icon.setAttribute('aria-hidden', 'true');
  return icon;
}
