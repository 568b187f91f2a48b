import type { CallInText } from '../../i18n/call-in-texts.js';
import { Footer } from '../../panel/Footer.js';
import type { IconName } from '../../ui/Icon.js';
import { Note } from '../../ui/Note.js';
import { Hero, type HeroProps } from './Hero.js';
import type { SceneAt } from './scene.js';

type Ended = SceneAt<'number-expired' | 'connected' | 'over'>['state'];
type Words = Pick<HeroProps, 'tone'> & {
  readonly icon: IconName;
  readonly title: CallInText;
  readonly body: CallInText;
  /** What can be done then; undefined: nothing. */
  readonly again?: CallInText;
};

/** Nothing more happens by itself: how it ended, and what can be done. */
export function EndScreen({ state, say, acts, isBusy, hasDialled }: SceneAt<Ended['at']>) {
  const { icon, tone, title, body, again } = wordsOf(state);
  return (
    <>
      <div class="body">
        <Hero icon={icon} tone={tone} title={say(title)}>
          <p>{say(body)}</p>
        </Hero>
        {state.at === 'number-expired' && hasDialled && <Note icon="phone">{say('OnTheLine')}</Note>}
      </div>
      {again ? (
        <Footer
          main={{ label: say(again), onClick: state.at === 'over' ? acts.again : state.callbackId === undefined ? acts.ask : acts.accept }}
          quiet={{ label: say('Close'), onClick: acts.close }}
          busy={isBusy ? say('Sending') : undefined}
          powered={false}
        />
      ) : (
        <Footer main={{ label: say('Close'), onClick: acts.close }} powered={false} />
      )}
    </>
  );
}

function wordsOf(state: Ended): Words {
  switch (state.at) {
    case 'number-expired':
      return {
        icon: 'clock',
        tone: 'off',
        title: 'RanOut',
        body: state.callbackId === undefined ? 'RanOutNow' : 'RanOutKept',
        again: 'AnotherNumber',
      };
    case 'connected':
      return { icon: 'phone', tone: 'good', title: 'Connected', body: state.callbackId === undefined ? 'ConnectedNow' : 'ConnectedBody' };
    case 'over':
      return endOf(state.end);
  }
}

function endOf(end: Extract<Ended, { at: 'over' }>['end']): Words {
  switch (end) {
    case 'completed':
      return { icon: 'tick', tone: 'good', title: 'Done', body: 'DoneBody' };
    case 'cancelled':
      return { icon: 'close', tone: 'off', title: 'Cancelled', body: 'CancelledBody', again: 'TryAgain' };
    case 'purged':
      return { icon: 'clock', tone: 'off', title: 'Purged', body: 'PurgedBody', again: 'TryAgain' };
    case 'expired':
      return { icon: 'clock', tone: 'off', title: 'Expired', body: 'ExpiredBody', again: 'TryAgain' };
    // Said above the first step.
    case 'refused':
      return { icon: 'warn', tone: 'off', title: 'Failed', body: 'BusyAgain', again: 'TryAgain' };
  }
}
