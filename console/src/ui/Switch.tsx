import type { JSX } from 'preact';

interface SwitchProps {
  /** What it switches, for screen readers; `text` alone would only tell the state. */
  readonly label: string;
  readonly text: string;
  readonly on: boolean;
  readonly onToggle: () => void;
  readonly busy?: boolean;
  readonly locked?: boolean;
  readonly look?: 'good' | 'plain';
  readonly shortcut?: string | undefined;
}

/** On or off, moved only once the server has agreed. */
export function Switch({ label, text, on, onToggle, busy, locked, look = 'good', shortcut }: SwitchProps): JSX.Element {
  const idle = !busy && !locked;
  return (
    <button
      type="button"
      role="switch"
      class={`switch ${look}`}
      aria-checked={on}
      aria-disabled={!idle}
      aria-busy={busy}
      aria-label={`${label}: ${text}`}
      aria-keyshortcuts={shortcut?.toUpperCase()}
      onClick={() => {
        if (idle) onToggle();
      }}
    >
      <span class="track" />
      <span>{text}</span>
    </button>
  );
}
