import type { ComponentChildren, JSX } from 'preact';

interface AskFormProps {
  readonly children: ComponentChildren;
  readonly button: string;
  readonly onAsk: () => void;
  /** `search`: one line with its button beside it. */
  readonly look?: 'fields' | 'search';
  readonly busy?: boolean;
  /** Can't be sent now. */
  readonly locked?: boolean;
  /** What came of it, told to assistive technology when it changes. */
  readonly outcome?: ComponentChildren;
}

/** Fields, and the button (or Enter) that asks with them. Nothing leaves the page by itself. */
export const AskForm = ({ children, button, onAsk, look = 'fields', busy, locked, outcome }: AskFormProps): JSX.Element => (
  <form
    class={look}
    noValidate
    onSubmit={(event) => {
      event.preventDefault();
      onAsk();
    }}
  >
    {children}
    <button type="submit" class="button" aria-busy={busy} aria-disabled={locked}>
      {button}
    </button>
    {outcome !== undefined && (
      <div role="status" class="outcome">
        {outcome}
      </div>
    )}
  </form>
);
