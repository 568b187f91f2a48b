import type { ComponentChildren } from 'preact';
import { useKit } from '../../../ui/kit.js';
import { Note } from '../../../ui/Note.js';
import type { IconName } from '../../../ui/Icon.js';
import type { Problem } from '../problem.js';
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
  if (!problem || problem.kind === 'number') return null;
  return (
    <div class="problem" role="alert">
      <Remark problem={problem} session={session} />
    </div>
  );
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
  const { translator, times, environment } = useKit();
  const text = translator.text;
  const now = environment.now();
  const retry = (
    <Way
      label={text('ringback.TryAgain')}
      onClick={() => void (session.screen.peek().at === 'request' ? session.cancelCall() : session.confirm())}
    />
  );
  const pick =
    session.offer.value.scheduled === 'refused' ? null : <Way label={text('ringback.PickAnother')} onClick={() => session.openPicker()} />;
  switch (problem.kind) {
    case 'taken': {
      const free = problem.alternatives.slice(0, 6);
      const reference = free[0]?.time ?? now;
      const ways = free.map(({ time }) => (
        <Way key={time} time label={times.beside(time, reference)} onClick={() => void session.takeTime(time)} />
      ));
      return (
        <Warning title={text('ringback.TakenTitle')} ways={ways.length > 0 ? ways : session.screen.value.at === 'form' && pick}>
          {text(ways.length > 0 ? 'ringback.TakenBody' : 'ringback.TakenNone')}
        </Warning>
      );
    }
    case 'busy': {
      const minutes = problem.retryAfter === undefined ? undefined : Math.max(1, Math.ceil(problem.retryAfter / 60));
      return (
        <Warning icon="clock" title={text('ringback.BusyTitle')} ways={retry}>
          {minutes === undefined ? text('ringback.BusyBody') : translator.plural('ringback.BusyAfter', minutes)}
        </Warning>
      );
    }
    case 'closed': {
      const { nextOpening } = problem;
      const time = nextOpening === undefined ? undefined : times.near(nextOpening, now);
      const ways =
        nextOpening === undefined ? (
          pick
        ) : (
          <Way label={text('ringback.BookNextOpening', { Time: time ?? '' })} onClick={() => void session.takeTime(nextOpening)} />
        );
      return (
        <Warning icon="clock" title={text('ringback.OutsideTitle')} ways={ways}>
          {time === undefined ? text('ringback.TakenNone') : text('ringback.OutsideNext', { Time: time })}
        </Warning>
      );
    }
    case 'offline':
      return (
        <Warning icon="offline" title={text('ringback.OfflineTitle')} ways={retry}>
          {text('ringback.OfflineBody')}
        </Warning>
      );
    case 'failed':
      return (
        <Warning title={text('ringback.FailedTitle')} ways={retry}>
          {problem.message} {problem.reference && <small>{text('ringback.Reference', { Id: problem.reference.slice(0, 8) })}</small>}
        </Warning>
      );
    default:
      return problem satisfies never;
  }
}

const Way = ({ label, time, onClick }: { label: string; time?: boolean; onClick(): void }) => (
  <button type="button" class={time ? 'time' : 'way'} onClick={onClick}>
    {label}
  </button>
);
