import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './Icon.js';

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onPress: () => void;
  readonly icon?: IconName;
  readonly look?: 'plain' | 'go' | 'quiet';
  readonly big?: boolean;
  /** Its own request runs. */
  readonly busy?: boolean;
  /** Can't be pressed now, but stays where the keyboard is: a disabled element would lose the focus. */
  readonly locked?: boolean;
  /** Shown on the button and told to assistive technology. */
  readonly shortcut?: string | undefined;
}

export function Button({ children, onPress, icon, look = 'plain', big, busy, locked, shortcut }: ButtonProps): JSX.Element {
  const idle = !busy && !locked;
  return (
    <button
      type="button"
      class={`button ${look}${big ? ' big' : ''}`}
      aria-disabled={!idle}
      aria-busy={busy}
      aria-keyshortcuts={shortcut?.toUpperCase()}
      onClick={() => {
        if (idle) onPress();
      }}
    >
      {busy ? <span class="spinner" /> : icon && <Icon name={icon} />}
      <span>{children}</span>
      {shortcut && <Key name={shortcut} />}
    </button>
  );
}

/** The key that does the same. Assistive technology has it from `aria-keyshortcuts`. */
export const Key = ({ name }: { readonly name: string }): JSX.Element => (
  <kbd class="key" aria-hidden="true">
    {name.toUpperCase()}
  </kbd>
);
