import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useKit } from '../../../ui/kit.js';
import { Note } from '../../../ui/Note.js';
import { useSignal } from '../../../ui/signals.js';
import { useAfter } from '../../../ui/use-after.js';
import type { IconName } from '../../../ui/Icon.js';
import { PHONE_FIELD } from '../../../form/fields.js';
import type { Alternative, Problem } from '../problem.js';
import type { Session } from '../session.js';

/** What went wrong, said at once, with the way out as buttons. A wrong number is said at its field instead. */
export function ProblemNote({ session }: { session: Session }) {
  const { problem, sending } = session.screen.value;
  const { translator } = useKit();
  if (sending && sending.attempt > 1) {
    return (
      <div role="status">
        <Note icon="offline" title={translator.text('ringback.FlakyTitle')}>
          {translator.text('ringback.FlakyBody')}
        </Note>
      </div>
    );
  }
  if (sending) return <Slow />;
  if (!problem || problem.kind === 'number') return null;
  return (
    <div class="problem" role="alert">
      <Remark problem={problem} session={session} />
    </div>
  );
}

/** Milliseconds after which somebody wonders whether anything happens. */
const PATIENCE = 4000;

/** A request that is under way for long: said, and that it counts once. */
function Slow() {
  const { plugin } = useKit();
  const isAsked = useSignal(false);
  useEffect(() => plugin?.subscribe('Recaptcha.changed', ({ data }) => void (isAsked.value = data.state.at === 'asking')), [plugin]);
  // Looking at pictures takes its time, and no connection is to blame.
  return <div role="status">{!isAsked.value && <Late />}</div>;
}

function Late() {
  const { translator } = useKit();
  return useAfter(PATIENCE) ? <Note icon="offline" title={translator.text('ringback.FlakyTitle')} /> : null;
}

function Warning({
  icon = 'warn',
  title,
  children,
  ways,
}: {
  icon?: IconName;
  title: string;
  children: ComponentChildren;
  ways?: ComponentChildren;
}) {
  return (
    <>
      <Note icon={icon} tone="warn" title={title}>
        {children}
      </Note>
      {ways && <div class="ways">{ways}</div>}
    </>
  );
}

function Remark({ problem, session }: { problem: Exclude<Problem, { kind: 'number' }>; session: Session }) {
  const { text, plural } = useKit().translator;
  const again = (): unknown => (session.screen.peek().at === 'request' ? session.cancelCall() : session.confirm());
  const retry = <Way label={text('ringback.TryAgain')} onClick={again} />;
  switch (problem.kind) {
    case 'taken':
      return <Taken alternatives={problem.alternatives} session={session} />;
    case 'closed':
      return <Outside nextOpening={problem.nextOpening} session={session} />;
    case 'duplicate':
      return (
        <Warning icon="clock" title={text('ringback.DuplicateTitle')} ways={<OtherNumber session={session} />}>
          {text('ringback.DuplicateBody')}
        </Warning>
      );
    case 'busy': {
      const minutes = problem.retryAfter === undefined ? undefined : Math.max(1, Math.ceil(problem.retryAfter / 60));
      return (
        <Warning icon="clock" title={text('ringback.BusyTitle')} ways={retry}>
          {minutes === undefined ? text('ringback.BusyBody') : plural('ringback.BusyAfter', minutes)}
        </Warning>
      );
    }
    case 'offline':
      return (
        <Warning icon="offline" title={text('ringback.OfflineTitle')} ways={retry}>
          {text('ringback.OfflineBody')}
        </Warning>
      );
    case 'failed': {
      const title = text('ringback.FailedTitle');
      return (
        <Warning title={title} ways={retry}>
          {/* The text for what nobody has words for stands alone in the vendor's form, and so begins with our title. */}
          {problem.message.replace(title, '')}{' '}
          {problem.reference && <small>{text('ringback.Reference', { Id: problem.reference.slice(0, 8) })}</small>}
        </Warning>
      );
    }
    default:
      return problem satisfies never;
  }
}

/** More would be a picker. */
const MAX_ALTERNATIVES = 6;

function Taken({ alternatives, session }: { alternatives: readonly Alternative[]; session: Session }) {
  const { translator, times, environment } = useKit();
  const { text } = translator;
  const reference = alternatives[0]?.time ?? environment.now();
  const ways = alternatives
    .slice(0, MAX_ALTERNATIVES)
    .map(({ time }) => <Way key={time} time label={times.beside(time, reference)} onClick={() => session.takeTime(time)} />);
  if (ways.length > 0) {
    return (
      <Warning title={text('ringback.TakenTitle')} ways={ways}>
        {text('ringback.TakenBody')}
      </Warning>
    );
  }
  return (
    <Warning title={text('ringback.TakenTitle')} ways={session.screen.value.at === 'form' && <PickAnother session={session} />}>
      {text('ringback.TakenNone')}
    </Warning>
  );
}

function Outside({ nextOpening, session }: { nextOpening: number | undefined; session: Session }) {
  const { translator, times, environment } = useKit();
  const { text } = translator;
  if (nextOpening === undefined) {
    return (
      <Warning icon="clock" title={text('ringback.OutsideTitle')} ways={<PickAnother session={session} />}>
        {text('ringback.TakenNone')}
      </Warning>
    );
  }
  const Time = times.near(nextOpening, environment.now());
  const way = <Way label={text('ringback.BookNextOpening', { Time })} onClick={() => session.takeTime(nextOpening)} />;
  return (
    <Warning icon="clock" title={text('ringback.OutsideTitle')} ways={way}>
      {text('ringback.OutsideNext', { Time })}
    </Warning>
  );
}

function PickAnother({ session }: { session: Session }) {
  const { translator } = useKit();
  if (session.offer.value.scheduled === 'refused') return null;
  return <Way label={translator.text('ringback.PickAnother')} onClick={() => session.openPicker()} />;
}

function OtherNumber({ session }: { session: Session }) {
  const { translator } = useKit();
  const goThere = (): void => {
    session.back();
    session.focusField.value = PHONE_FIELD;
  };
  return <Way label={translator.text('ringback.OtherNumber')} onClick={goThere} />;
}

const Way = ({ label, time, onClick }: { label: string; time?: boolean; onClick(): unknown }) => (
  <button type="button" class={time ? 'time' : 'way'} onClick={onClick}>
    {label}
  </button>
);
