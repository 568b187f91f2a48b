import { render, type ComponentChild } from 'preact';
import type { Environment } from '../environment.js';
import type { Translator } from '../i18n/translate.js';
import type { MainOptions, WidgetOptions } from '../options/widget-options.js';
import { createStyledRoot } from '../ui/shadow-root.js';
import panelCss from './panel.css?inline';
import { followViewport } from './sheet-size.js';

export interface FrameDeps {
  readonly environment: Environment;
  readonly translator: Translator;
  readonly main: MainOptions;
  readonly position: WidgetOptions['position'];
}

/** Something of the widget's own on the page, beside the panel. */
export interface Frame {
  readonly mount: HTMLElement;
  /** Draws, or draws anew. */
  draw(content: ComponentChild): void;
  /** Takes it off the page; no listener is left. */
  remove(): void;
}

/** What a page's shortcuts and its dialogs' focus traps have no business with. */
const KEPT_INSIDE = ['keydown', 'keyup', 'keypress', 'focusin', 'focusout', 'pointerdown', 'mousedown'];

/**
 * Puts an element of its own on the page, with the panel's looks: shadow root, theme, language, direction, sheet on phones.
 * @param tag of the element, as sites see it
 * @param css beside the panel's
 */
export function createFrame({ environment, translator, main, position }: FrameDeps, tag: string, css: string): Frame {
  const { document } = environment;
  const lifetime = new AbortController();
  const { signal } = lifetime;
  const element = document.createElement(tag);
  const mount = document.createElement('div');
  const styled = createStyledRoot(element, panelCss);
  styled.addCss(css);
  styled.root.append(mount);
  const named = main.themes[main.theme];
  if (named) element.className = named;
  mount.lang = translator.lang;
  mount.dir = translator.direction;
  mount.className = `rb ${main.theme === 'light' || main.theme === 'dark' ? main.theme : 'auto'} ${position}`;
  followViewport({
    environment,
    mobileMode: main.mobileMode,
    breakpoint: main.mobileModeBreakpoint,
    signal,
    setMeasures: styled.setMeasures,
    onSheet: (isSheet) => void mount.classList.toggle('sheet', isSheet),
  });
  for (const type of KEPT_INSIDE) element.addEventListener(type, (event) => event.stopPropagation(), { signal });
  document.documentElement.append(element);
  return {
    mount,
    draw: (content) => render(content, mount),
    remove: () => {
      lifetime.abort();
      render(null, mount);
      element.remove();
    },
  };
}
