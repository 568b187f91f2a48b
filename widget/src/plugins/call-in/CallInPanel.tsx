import { Panel } from '../../panel/Panel.js';
import { Question } from '../../panel/Question.js';
import { Icon } from '../../ui/Icon.js';
import { useKit } from '../../ui/kit.js';
import { AskScreen } from './AskScreen.js';
import { CodeScreen } from './CodeScreen.js';
import { EndScreen } from './EndScreen.js';
import { NumberScreen } from './NumberScreen.js';
import { PlaceScreen } from './PlaceScreen.js';
import { placeText, saidOf, statusOf, stepOf, type Scene } from './scene.js';
import { TurnScreen } from './TurnScreen.js';

/** The whole panel of a call-in. */
export function CallInPanel({ scene }: { scene: Scene }) {
  const { lang } = useKit().translator;
  const { view, say, acts, isMinimized, isAsked } = scene;
  const status = statusOf(scene, lang);
  const place = view.state.at === 'waiting' ? placeText(view.state.position, say, lang) : undefined;
  return (
    <>
      {isMinimized && (
        <button type="button" class="pill" onClick={() => acts.minimize(false)}>
          <Icon name="phone" />
          <span>
            <span class="said">{say('Maximize')}: </span>
            <b>{say('Title')}</b> <small>{place ?? status.text}</small>
          </span>
        </button>
      )}
      <div class="dock low" hidden={isMinimized}>
        <Panel
          title={say('Title')}
          status={status.text}
          tone={status.tone}
          step={scene.question ? 'code' : stepOf(view.state)}
          onBack={undefined}
          onMinimize={() => acts.minimize(true)}
          onClose={acts.close}
          onEscape={acts.close}
          over={
            isAsked && (
              <Question
                title={say('GiveUpQuestion')}
                body={say('GiveUpBody')}
                keep={{ label: say('KeepIt'), onClick: () => acts.answer(false) }}
                go={{ label: say('GiveUp'), onClick: () => acts.answer(true) }}
              />
            )
          }
        >
          <CurrentScreen scene={scene} />
        </Panel>
      </div>
      <div class="said" role="status" aria-live="polite">
        {saidOf(scene, lang)}
      </div>
    </>
  );
}

function CurrentScreen({ scene }: { scene: Scene }) {
  const { state } = scene.view;
  if (scene.question) return <CodeScreen question={scene.question} say={scene.say} />;
  switch (state.at) {
    case 'idle':
    case 'requesting':
      return <AskScreen {...scene} />;
    case 'waiting':
      return <PlaceScreen {...scene} state={state} />;
    case 'ready':
    case 'accepting':
      return <TurnScreen {...scene} state={state} />;
    case 'callable':
      return <NumberScreen {...scene} state={state} />;
    case 'over':
      return state.end === 'refused' ? <AskScreen {...scene} /> : <EndScreen {...scene} state={state} />;
    case 'number-expired':
    case 'connected':
      return <EndScreen {...scene} state={state} />;
  }
}
