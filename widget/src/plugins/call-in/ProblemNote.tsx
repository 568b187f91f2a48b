import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Note } from '../../ui/Note.js';
import { useKit } from '../../ui/kit.js';
import { useSignal } from '../../ui/signals.js';
import { problemOf } from './problem.js';
import { clockText, type Scene } from './scene.js';

/** Why the last thing asked for did not come through, said at once. A wrong number is said at its field instead. */
export function ProblemNote(scene: Scene) {
  const { view, say } = scene;
  const { state } = view;
  const isRefused = view.problem !== undefined || (state.at === 'over' && state.end === 'refused');
  const isOffline = state.at === 'requesting' && state.offline;
  if (isOffline)
    return (
      <div role="status">
        <Note icon="offline" title={say('OfflineTitle')}>
          {say('OfflineBody')}
        </Note>
      </div>
    );
  return <div role="alert">{isRefused && !scene.isBusy && <Reason {...scene} />}</div>;
}

function Reason({ view, say, offers, own }: Scene) {
  const { lang } = useKit().translator;
  const problem = problemOf(view.refusal);
  switch (problem.kind) {
    case 'number':
      return own ? null : <Warning title={say(problem.text)} />;
    case 'busy':
      return (
        <Warning title={say('Busy')}>
          {problem.seconds === undefined ? say('BusyAgain') : say('BusyAfter', { Time: clockText(problem.seconds, lang) })}
        </Warning>
      );
    case 'closed':
      return (
        <Warning title={say('ClosedTitle')}>
          {offers?.nextOpening !== undefined && say('Opens', { Time: openingText(offers.nextOpening, lang) })}
        </Warning>
      );
    case 'unsigned':
      return <Unsigned say={say} />;
    case 'said':
      return <Warning title={say(problem.text)} />;
  }
}

/** WI12: the words that few need come after those that everybody has. */
function Unsigned({ say }: Pick<Scene, 'say'>) {
  const { translator } = useKit();
  const words = useSignal(say('Failed'));
  useEffect(() => {
    void import('../../i18n/identity-texts.js').then(({ identityText }) => {
      words.value = identityText('Refused', translator);
    }, ignore);
  }, []);
  return <Warning title={words.value} />;
}
const ignore = (): void => undefined;

const Warning = ({ title, children }: { title: string; children?: ComponentChildren }) => (
  <Note icon="warn" tone="warn" title={title}>
    {children}
  </Note>
);

/** `Monday 9:00 AM`, in the visitor's clock. */
export const openingText = (instant: string, lang: string): string =>
  new Intl.DateTimeFormat(lang, { weekday: 'long', hour: 'numeric', minute: '2-digit' }).format(new Date(instant));
