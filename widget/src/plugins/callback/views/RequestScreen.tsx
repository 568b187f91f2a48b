import { Footer } from '../../../panel/Footer.js';
import { ShownNumber } from '../../../phone/ShownNumber.js';
import type { LoadFormat } from '../../../phone/use-format.js';
import { Icon, type IconName } from '../../../ui/Icon.js';
import { useKit, type Kit } from '../../../ui/kit.js';
import type { Booked } from '../flow.js';
import { isOver, viewOf, type RequestView } from '../request-view.js';
import type { Session } from '../session.js';
import { PlaceInLine } from './PlaceInLine.js';
import { ProblemNote } from './ProblemNote.js';
import { PushPlace } from './PushPlace.js';
import { RequestActions } from './RequestActions.js';
import { saveCalendarFile } from './save-calendar-file.js';
import { ScheduledTime } from './ScheduledTime.js';

export interface RequestScreenProps {
  session: Session;
  booked: Booked;
  loadFormat: LoadFormat;
}

/** A booked request from "You're booked in!" to its end, live. */
export function RequestScreen({ session, booked, loadFormat }: RequestScreenProps) {
  const kit = useKit();
  const { translator } = kit;
  const view = viewOf(booked);
  const over = isOver(view);
  const again = over && view.kind !== 'done';
  const close = {
    label: translator.text('callback.CallbackDone'),
    className: 'cx-callback-done',
    onClick: session.requestClose.bind(session),
  };
  return (
    <>
      <div class="body">
        <ProblemNote session={session} />
        <Hero view={view} booked={booked} kit={kit} loadFormat={loadFormat} />
        {view.kind === 'scheduled' && <ScheduledTime time={view.time} businessZone={session.offer.value.businessZone} />}
        {(view.kind === 'waiting' || view.kind === 'placing') && booked.connection !== 'none' && (
          <PlaceInLine view={view} connection={booked.connection} />
        )}
        {!over && <PushPlace />}
        {!over && <RequestActions session={session} booked={booked} view={view} onCalendarFile={() => saveCalendarFile(session, kit)} />}
      </div>
      {again ? (
        <Footer
          main={{ label: translator.text('ringback.BookAgain'), onClick: () => session.bookAgain() }}
          quiet={{ label: close.label, onClick: close.onClick }}
        />
      ) : (
        <Footer main={close} powered={false} />
      )}
    </>
  );
}

export interface HeroText {
  icon: IconName;
  tone: 'good' | 'busy' | 'off';
  title: string;
  body: string;
  number: boolean;
}

function Hero({ view, booked, kit, loadFormat }: { view: RequestView; booked: Booked; kit: Kit; loadFormat: LoadFormat }) {
  const { icon, tone, title, body, number } = heroText(view, kit);
  return (
    <div class="hero" key={title}>
      <div class={`badge ${tone}`} aria-hidden="true">
        <Icon name={icon} />
      </div>
      <h3 id="cx-callback-result">{title}</h3>
      <p id="cx-callback-result-desc">{body}</p>
      {number && booked.phoneNumber && (
        <p class="number" id="cx-callback-result-number" dir="ltr">
          <ShownNumber number={booked.phoneNumber} loadFormat={loadFormat} />
        </p>
      )}
    </div>
  );
}

/** What a request's state says: icon, words, and whether the number belongs to it. */
export function heroText(view: RequestView, { translator, times, environment }: Kit): HeroText {
  const { text } = translator;
  const booked = {
    icon: 'tick',
    tone: 'good',
    title: text('callback.CallbackConfirmDescription'),
    body: text('callback.CallbackNumberDescription'),
    number: true,
  } as const;
  switch (view.kind) {
    case 'scheduled':
    case 'placing':
    case 'waiting':
      return booked;
    case 'calling':
      return { icon: 'phone', tone: 'busy', title: text('ringback.Calling'), body: text('ringback.CallingBody'), number: true };
    case 'connected':
      return { icon: 'phone', tone: 'good', title: text('ringback.ConnectedTitle'), body: text('ringback.ConnectedBody'), number: false };
    case 'retrying': {
      const body =
        view.nextTry === undefined
          ? text('ringback.RetrySoon')
          : text('ringback.RetryBody', { Time: times.near(view.nextTry, environment.now()) });
      return { icon: 'clock', tone: 'off', title: text('ringback.RetryTitle'), body, number: true };
    }
    case 'done':
      return { icon: 'tick', tone: 'good', title: text('ringback.DoneTitle'), body: text('ringback.DoneBody'), number: false };
    case 'missed':
      return {
        icon: 'clock',
        tone: 'off',
        title: text('ringback.MissedTitle'),
        body: translator.plural('ringback.MissedBody', view.attempts),
        number: true,
      };
    case 'cancelled':
      return {
        icon: 'close',
        tone: 'off',
        title: text('ringback.CancelledTitle'),
        body: text(view.byUs ? 'ringback.CancelledByUs' : 'ringback.CancelledBody'),
        number: false,
      };
    case 'expired':
      return { icon: 'clock', tone: 'off', title: text('ringback.ExpiredTitle'), body: text('ringback.ExpiredBody'), number: false };
    default:
      return view satisfies never;
  }
}
