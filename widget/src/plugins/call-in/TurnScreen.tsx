import { CaptchaSlot } from '../../panel/captcha/CaptchaSlot.js';
import { Footer } from '../../panel/Footer.js';
import { useKit } from '../../ui/kit.js';
import { Hero } from './Hero.js';
import { ProblemNote } from './ProblemNote.js';
import { clockText, type SceneAt } from './scene.js';

/** It is the visitor's turn: they say when they are ready. */
export function TurnScreen({ state, ...scene }: SceneAt<'ready' | 'accepting'>) {
  const { lang } = useKit().translator;
  const { view, say, acts, isBusy } = scene;
  return (
    <>
      <div class="body">
        <ProblemNote {...scene} />
        <Hero icon="bell" tone="busy" title={say('Turn')}>
          <p>{say('TurnBody')}</p>
          {view.secondsLeft !== undefined && <p class="left">{say('TurnLeft', { Time: clockText(view.secondsLeft, lang) })}</p>}
        </Hero>
        <CaptchaSlot />
      </div>
      <Footer
        main={{ label: say('GetNumber'), onClick: acts.accept }}
        quiet={{ label: say('GiveUp'), onClick: acts.giveUp }}
        busy={isBusy || state.at === 'accepting' ? say('Sending') : undefined}
        powered={false}
      />
    </>
  );
}
