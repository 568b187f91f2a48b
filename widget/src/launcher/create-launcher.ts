import type { Bus } from '../bus/bus-types.js';
import type { CallbackWidgetOptions } from '../options/widget-options.js';
import { launcherStyle } from './launcher-style.js';

export interface LauncherParts {
  document: Document;
  config: CallbackWidgetOptions;
  /** Aborting removes the button and all its listeners. */
  signal: AbortSignal;
  /** The visitor seems about to press: pointer over it, or focus on it. */
  onIntent(): void;
  /** Pressed. Rejects when the panel can't be had. */
  onPress(): Promise<unknown>;
}

/** Hides the button while the panel is open; shown again it takes the focus, if it was the one pressed. */
export type ShowLauncher = (isShown: boolean) => void;

const SVG = 'http://www.w3.org/2000/svg';
const HANDSET =
  'M5 4h3.5l1.7 4.3L8 9.8a12 12 0 0 0 6.2 6.2l1.5-2.2L20 15.5V19a1.5 1.5 0 0 1-1.6 1.5A15.5 15.5 0 0 1 3.5 5.6 1.5 1.5 0 0 1 5 4zM14.5 4.2a6.5 6.5 0 0 1 5.3 5.3';

/**
 * Puts the button "Receive a Call" on the page, in a shadow root of its own.
 * An option that is wrong is as absent here; the panel names it.
 */
export function createLauncher({
  document,
  config: { label, position, theme, main },
  signal,
  onIntent,
  onPress,
}: LauncherParts): ShowLauncher {
  const host = document.createElement('ringback-launcher');
  const root = host.attachShadow({ mode: 'open', delegatesFocus: true });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(launcherStyle);
  root.adoptedStyleSheets = [sheet];
  host.className = `${theme ?? main?.theme ?? 'auto'} ${position}`;

  const button = document.createElement('button');
  const icon = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  icon.setAttribute('viewBox', '0 0 24 24');
  path.setAttribute('d', HANDSET);
  icon.append(path);
  button.append(icon, label ?? 'Receive a Call');
  button.dir = 'auto';
  const alert = document.createElement('p');
  alert.role = 'alert';
  root.append(button);

  let isPressed = false;
  const press = () => {
    isPressed = true;
    alert.remove();
    onPress().catch(() => {
      alert.textContent = 'Loading failed. Please try again.';
      root.prepend(alert);
    });
  };
  button.addEventListener('click', press, { signal });
  button.addEventListener('pointerenter', onIntent, { signal });
  button.addEventListener('focus', onIntent, { signal });

  // Beside the body, not in it: single-page sites swap the body, and the dialogs of the page make all in it inert.
  document.documentElement.append(host);
  signal.addEventListener('abort', () => host.remove());
  return (isShown) => {
    host.style.display = isShown ? '' : 'none';
    if (isShown && isPressed) button.focus();
    isPressed &&= !isShown;
  };
}
