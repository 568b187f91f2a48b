import { signal, type ReadonlySignal } from '@preact/signals';
import type { Environment, Theme } from '../environment.js';

/** What a user chose for this browser. Kept in its storage where that is allowed. */
export interface Settings {
  readonly theme: ReadonlySignal<Theme>;
  /** Single-key shortcuts can be switched off: speech input and some motor impairments need that (WCAG 2.1.4). */
  readonly shortcuts: ReadonlySignal<boolean>;
  setTheme(theme: Theme): void;
  setShortcuts(on: boolean): void;
}

export const THEMES = ['auto', 'light', 'dark'] as const satisfies readonly Theme[];
const THEME_KEY = 'ringback.console.theme';
const SHORTCUTS_KEY = 'ringback.console.shortcuts';

export function createSettings(environment: Environment): Settings {
  const theme = signal<Theme>(THEMES.find((known) => known === environment.recall(THEME_KEY)) ?? 'auto');
  const shortcuts = signal(environment.recall(SHORTCUTS_KEY) !== 'off');
  environment.showTheme(theme.value);
  return {
    theme,
    shortcuts,
    setTheme(next) {
      theme.value = next;
      environment.remember(THEME_KEY, next);
      environment.showTheme(next);
    },
    setShortcuts(on) {
      shortcuts.value = on;
      environment.remember(SHORTCUTS_KEY, on ? 'on' : 'off');
    },
  };
}
