import { Footer } from '../../panel/Footer.js';
import { useBrought } from '../../panel/use-brought.js';
import { Icon } from '../../ui/Icon.js';
import { useKit } from '../../ui/kit.js';
import { placeText, waitText, type SceneAt } from './scene.js';

/** The place in line, live, until it is the visitor's turn. */
export function PlaceScreen({ state, line, say, acts }: SceneAt<'waiting'>) {
  const { lang } = useKit().translator;
  const { position, waitSeconds } = state;
  const Offer = useBrought('Push.offered', loadOffer);
  return (
    <>
      <div class="body">
        <div class="line">
          <div class="top">
            <span class="big">{placeText(position, say, lang) ?? say('Finding')}</span>
          </div>
          <small>{waitText(waitSeconds, say, lang) ?? say('Live')}</small>
          <Way position={position} line={line} />
        </div>
        <p class="note">
          <Icon name="bell" />
          {say('Stay')}
        </p>
        {Offer && <Offer refused={say('NoMessages')} />}
        <div class="acts of1">
          <button type="button" class="act bad" onClick={acts.giveUp}>
            <Icon name="close" />
            {say('GiveUp')}
          </button>
        </div>
      </div>
      <Footer main={{ label: say('Close'), onClick: acts.close }} powered={false} />
    </>
  );
}

const loadOffer = async () => (await import('../../panel/PushOffer.js')).PushOffer;

const MOST_PARTS = 6;

/** How far the line has come since the visitor joined it. */
function Way({ position, line }: { position: number | undefined; line: number }) {
  const parts = Math.max(1, Math.min(MOST_PARTS, line));
  const ahead = position === undefined ? parts - 1 : Math.min(parts - 1, Math.ceil(((position - 1) * parts) / Math.max(1, line)));
  return (
    <div class="bar" aria-hidden="true">
      {[...' '.repeat(parts)].map((_, at) => (
        <i key={at} class={at < parts - 1 - ahead ? 'served' : at === parts - 1 ? 'you' : undefined} />
      ))}
    </div>
  );
}
