import { useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { Icon } from '../../../ui/Icon.js';
import { useKit } from '../../../ui/kit.js';
import { useAfter } from '../../../ui/use-after.js';
import type { Choice } from '../offer-view.js';
import type { When } from '../choice-of-time.js';
import type { Session } from '../session.js';
import type { LaterViews } from './later.js';

/** Two ways, each with its consequence. Their lines keep their place until the server has told. */
export function WhenCards({ session, later }: { session: Session; later: LaterViews | undefined }) {
  const kit = useKit();
  const { translator } = kit;
  const group = useRef<HTMLDivElement>(null);
  const offer = session.offer.value;
  const when = session.when.value;
  const waiting = session.asking.value;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (!/^Arrow/.test(event.key)) return;
    const cards = [...(group.current?.querySelectorAll<HTMLElement>('.card:not([aria-disabled])') ?? [])];
    const other = cards.find((card) => card !== event.target);
    if (!other) return;
    event.preventDefault();
    other.focus();
    // Arrows choose; opening the picker takes Enter, Space or the main button.
    if (other.dataset['way'] === 'now') session.chooseNow();
    else session.chooseTime();
  };

  return (
    <div class="frame">
      <p class="label" id="rb-when">
        {translator.text('callback.CallbackQuestion')}
      </p>
      <div class="when" role="radiogroup" aria-labelledby="rb-when" ref={group} onKeyDown={onKeyDown}>
        <Card
          way="now"
          choice={offer.immediate}
          chosen={when.way === 'now'}
          onChoose={() => session.chooseNow()}
          title={translator.text('callback.CallbackOptionASAP')}
        >
          <Line text={later?.nowText(offer, kit) ?? translator.text('ringback.WaitUnknown')} waiting={waiting} />
        </Card>
        <Card
          way="time"
          choice={offer.scheduled}
          chosen={when.way === 'time'}
          onChoose={() => session.openPicker()}
          title={translator.text('callback.CallbackOptionPickDateTime')}
          hint={translator.text('callback.AriaCallbackOptionPickDateTime')}
        >
          <Line
            text={later?.timeText(offer, when, kit) ?? translator.text('ringback.ChooseTime')}
            waiting={waiting && !(when.way === 'time' && when.time !== undefined)}
          />
        </Card>
      </div>
    </div>
  );
}

interface CardProps {
  way: When['way'];
  choice: Choice;
  chosen: boolean;
  title: string;
  hint?: string;
  onChoose(): void;
  children: ComponentChildren;
}

function Card({ way, choice, chosen, title, hint, onChoose, children }: CardProps) {
  if (choice === 'hidden') return null;
  const refused = choice === 'refused';
  return (
    <button
      type="button"
      role="radio"
      class="card"
      data-way={way}
      aria-checked={chosen}
      aria-disabled={refused || undefined}
      tabIndex={chosen ? 0 : -1}
      aria-description={hint}
      onClick={() => !refused && onChoose()}
    >
      <b>{title}</b>
      {children}
      <i class="mark" aria-hidden="true">
        <Icon name="tick" />
      </i>
    </button>
  );
}

function Line({ text, waiting }: { text: string; waiting: boolean }) {
  const late = useAfter(300);
  if (!waiting) return <span>{text}</span>;
  return <span class={late ? 'wait on' : 'wait'}>{'\u00a0'}</span>;
}
