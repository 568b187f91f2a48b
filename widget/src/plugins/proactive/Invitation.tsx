import { Icon } from '../../ui/Icon.js';

export interface InvitationProps {
  title: string;
  text: string;
  accept: string;
  decline: string;
  onAccept(): void;
  onDecline(): void;
}

/** A card above the button. It takes no focus: nobody has asked for it. */
export function Invitation({ title, text, accept, decline, onAccept, onDecline }: InvitationProps) {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    onDecline();
  };
  return (
    <div class="dock invitation">
      <section class="panel" aria-labelledby="rb-invite" onKeyDown={onKeyDown}>
        <div role="status">
          <h2 id="rb-invite">{title}</h2>
          <p>{text}</p>
        </div>
        <button type="button" class="tool" aria-label={decline} title={decline} onClick={onDecline}>
          <Icon name="close" />
        </button>
        <button type="button" class="go" onClick={onAccept}>
          {accept}
        </button>
      </section>
    </div>
  );
}
