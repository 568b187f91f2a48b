import type { CallbackWidgetOptions } from '../options/widget-options.js';
import { launcherStyle } from './launcher-style.js';

export interface LauncherParts {
  document: Document;
  config: CallbackWidgetOptions;
  /** The visitor seems about to press: pointer over it, or focus on it. */
  onIntent(): void;
  /** Pressed. Rejects when the panel can't be had. */
  onPress(): Promise<unknown>;
}

const SVG = 'http://www.w3.org/2000/svg';
const HANDSET = 'M5 4h3l2 4-2 2a12 12 0 0 0 6 6l2-2 4 2v3a1 1 0 0 1-1 1A16 16 0 0 1 4 5a1 1 0 0 1 1-1zM15 4a6 6 0 0 1 5 5';

/**
 * Puts the button "Receive a Call" on the page, in a shadow root of its own.
 * An option that is wrong is as absent here; the panel names it.
 * @returns the button's element; taking it off the page is all there is to clean up.
 */
export function createLauncher({ document, config: { label, position, theme, main }, onIntent, onPress }: LauncherParts): HTMLElement {
  const host = document.createElement('ringback-launcher');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(launcherStyle);
  root.adoptedStyleSheets = [sheet];
  const place = document.createElement('div');
  place.className = `${theme ?? main?.theme} ${position}`;

  const button = document.createElement('button');
  const icon = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  icon.setAttribute('viewBox', '0 0 24 24');
  path.setAttribute('d', HANDSET);
  icon.append(path);
  button.append(icon, label ?? 'Receive a Call');
  place.append(button);
  root.append(place);

  const alert = document.createElement('p');
  alert.role = 'alert';
  button.onpointerenter = button.onfocus = onIntent;
  button.onclick = () => {
    // Safari gives no focus to a pressed button, and the panel gives it back to who had it.
    button.focus();
    alert.remove();
    onPress().catch(() => {
      alert.textContent = 'Loading failed. Please try again.';
      place.prepend(alert);
    });
  };
  // Beside the body, not in it: single-page sites swap the body, and the dialogs of the page make all in it inert.
  document.documentElement.append(host);
  return host;
}
