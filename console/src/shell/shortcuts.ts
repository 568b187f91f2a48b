import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { Cancel } from '../environment.js';

/** One key that does something on the page now shown. */
export interface Shortcut {
  /** A lower-case letter, or a sign such as `?`. */
  readonly key: string;
  readonly label: string;
  readonly run: () => void;
}

/** The keys of the page now shown; the page brings them, the shell listens and lists them. */
export interface ShortcutRegistry {
  readonly list: ReadonlySignal<readonly Shortcut[]>;
  /** Whether the dialog that lists them is open. */
  readonly listOpen: Signal<boolean>;
  add(shortcuts: readonly Shortcut[]): Cancel;
}

export function createShortcutRegistry(): ShortcutRegistry {
  const list = signal<readonly Shortcut[]>([]);
  return {
    list,
    listOpen: signal(false),
    add(shortcuts) {
      list.value = [...list.value, ...shortcuts];
      return () => {
        list.value = list.value.filter((shortcut) => !shortcuts.includes(shortcut));
      };
    },
  };
}

type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'repeat' | 'defaultPrevented'>;

/**
 * The shortcut that a key press means, if any. On keyboards of other scripts the key's place decides.
 * A key held down counts once, so that one long press never reports two calls.
 */
export function shortcutOf(press: KeyPress, shortcuts: readonly Shortcut[]): Shortcut | undefined {
  if (press.altKey || press.ctrlKey || press.metaKey || press.repeat || press.defaultPrevented) return undefined;
  const typed = press.key.toLowerCase();
  const letter = /^[ -~]$/.test(typed) ? typed : /^Key([A-Z])$/.exec(press.code)?.[1]?.toLowerCase();
  return shortcuts.find((shortcut) => shortcut.key === letter);
}

/** Whether keys typed there are text, or belong to an open dialog. */
export function takesKeys(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, dialog, [contenteditable]') !== null;
}
