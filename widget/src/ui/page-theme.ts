import type { MainOptions } from '../options/widget-options.js';

type Themes = Pick<MainOptions, 'theme' | 'themes'>;
/** The vendor's two, with the classes that sites style by. */
const BUILT_IN: Readonly<Record<string, string>> = { dark: 'cx-theme-dark', light: 'cx-theme-light', auto: 'cx-theme-auto' };

/** The class of a theme; `undefined` when there is none of that name. */
export const themeClass = (theme: string, { themes }: Pick<MainOptions, 'themes'>): string | undefined => themes[theme] ?? BUILT_IN[theme];

/** Puts the class of the theme of the moment on an element, and takes off those of the others. */
export function applyTheme(element: Element, { theme, themes }: Themes): void {
  element.classList.remove(...Object.values({ ...BUILT_IN, ...themes }).flatMap((names) => names.split(/\s+/)));
  element.classList.add(...(themeClass(theme, { themes }) ?? 'cx-theme-auto').split(/\s+/));
}

/** The looks that a part in a shadow root has under a theme: those of the site's own themes follow the visitor's choice. */
export const panelTheme = ({ theme }: Pick<MainOptions, 'theme'>): 'light' | 'dark' | 'auto' =>
  theme === 'light' || theme === 'dark' ? theme : 'auto';
