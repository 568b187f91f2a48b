import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useApp } from '../console-app.js';
import { Button, Key } from '../ui/Button.js';
import { shortcutOf, takesKeys, type Shortcut } from './shortcuts.js';

/** Listens for the keys of the page now shown, and for `?`. */
export function useShortcutKeys(): void {
  const app = useApp();
  useLayoutEffect(() => {
    const { list, listOpen } = app.shortcuts;
    const help: Shortcut = { key: '?', label: 'This list', run: () => (listOpen.value = true) };
    const onKey = (event: KeyboardEvent): void => {
      if (!app.settings.shortcuts.value || listOpen.value || takesKeys(event.target)) return;
      const shortcut = shortcutOf(event, [...list.value, help]);
      if (!shortcut) return;
      event.preventDefault();
      shortcut.run();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      listOpen.value = false;
    };
  }, []);
}

/** What every key does, and the switch that turns them off. */
export function ShortcutsDialog(): JSX.Element {
  const app = useApp();
  const { listOpen } = app.shortcuts;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (!listOpen.value) return element?.close();
    element?.showModal();
    // Not on the first control: a stray space bar would switch the keys off.
    element?.querySelector('h2')?.focus();
  }, [listOpen.value]);
  const close = (): void => {
    listOpen.value = false;
  };
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="shortcuts-title" onClose={close}>
      <h2 id="shortcuts-title" tabIndex={-1}>
        Keyboard shortcuts
      </h2>
      <dl class="keys">
        {[...app.shortcuts.list.value, { key: '?', label: 'This list' }].map(({ key, label }) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd>
              <span class="unseen">{key.toUpperCase()}</span>
              <Key name={key} />
            </dd>
          </div>
        ))}
      </dl>
      <label class="tick">
        <input
          type="checkbox"
          checked={app.settings.shortcuts.value}
          onChange={(event) => app.settings.setShortcuts(event.currentTarget.checked)}
        />
        Use single-key shortcuts in this browser
      </label>
      <div class="dialog-actions">
        <Button look="go" onPress={close}>
          Close
        </Button>
      </div>
    </dialog>
  );
}
