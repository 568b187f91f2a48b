import { useKit } from '../ui/kit.js';

export interface FooterAction {
  readonly label: string;
  /** In words for screen readers, where the label alone says too little. */
  readonly description?: string;
  onClick(): void;
}

export interface FooterProps {
  main: FooterAction & { readonly className?: string; readonly disabled?: boolean };
  quiet?: FooterAction;
  /** The main action is running: its button is locked and says so. */
  busy?: string | undefined;
  /** A line of its own below the buttons. */
  fine?: string | undefined;
  privacyUrl?: string | undefined;
  powered?: boolean;
}

/** The main button says what will happen; it never leaves the screen. */
export function Footer({ main, quiet, busy, fine, privacyUrl, powered = true }: FooterProps) {
  const { translator } = useKit();
  return (
    <div class="foot">
      <div class={quiet ? 'row' : 'row one'}>
        {quiet && (
          <button type="button" class="quiet" aria-label={quiet.description} onClick={quiet.onClick}>
            {quiet.label}
          </button>
        )}
        <button
          type="button"
          class={`go ${main.className ?? ''}`}
          aria-disabled={busy !== undefined || main.disabled || undefined}
          aria-busy={busy !== undefined || undefined}
          onClick={() => busy === undefined && !main.disabled && main.onClick()}
        >
          {busy !== undefined && <i class="spin" aria-hidden="true" />}
          {busy ?? main.label}
        </button>
      </div>
      {fine !== undefined && <p class="fine">{fine}</p>}
      {fine === undefined && powered && (
        <p class="fine">
          {translator.text('ringback.PoweredBy')}
          {privacyUrl && (
            <>
              {' · '}
              <a href={privacyUrl} target="_blank" rel="noopener">
                {translator.text('ringback.Privacy')}
              </a>
            </>
          )}
        </p>
      )}
    </div>
  );
}
