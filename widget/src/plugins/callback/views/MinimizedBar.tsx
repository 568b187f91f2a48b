import { Icon } from '../../../ui/Icon.js';
import { useKit } from '../../../ui/kit.js';

/** The panel out of the way: one button that says where things stand, and brings it back. */
export function MinimizedBar({ title, status, onRestore }: { title: string; status: string | undefined; onRestore(): void }) {
  const { translator } = useKit();
  return (
    <button type="button" class="pill" onClick={onRestore}>
      <Icon name="phone" />
      <span>
        <span class="said">{translator.text('callback.AriaMaximize')}: </span>
        <b>{title}</b> {status && <small>{status}</small>}
      </span>
    </button>
  );
}
