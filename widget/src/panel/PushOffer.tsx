import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { pushText } from '../i18n/push-texts.js';
import { Icon } from '../ui/Icon.js';
import { useKit } from '../ui/kit.js';
import { Note } from '../ui/Note.js';
import { useSignal } from '../ui/signals.js';
import type { PushRefusal } from '../plugins/push/protocol.js';

type State =
  | { readonly at: 'looking' | 'hidden' | 'offered' | 'asking' | 'on' }
  /** The booking stands all the same; where it can help, the button stays. */
  | { readonly at: 'refused'; readonly reason: PushRefusal };

const MAY_ASK_AGAIN: readonly PushRefusal[] = ['dismissed', 'failed'];

/**
 * "Tell me when it's my turn": asks for permission, but only when it is pressed, and says why before. `refused` is said instead of the reason for
 * which there are no messages, which speaks of a booking.
 */
export function PushOffer({ refused }: { refused?: string }) {
  const { plugin, translator, environment } = useKit();
  const told = useSignal<State>({ at: 'looking' });
  const state = told.value;
  useEffect(() => {
    let isShown = true;
    const look = async (): Promise<void> => {
      const status = await plugin?.command('Push.status').catch(() => undefined);
      if (!isShown || !status) return;
      const mayAsk = status.permission === 'default' || status.permission === 'granted';
      told.value = { at: status.enabled ? 'on' : mayAsk ? 'offered' : 'hidden' };
    };
    void look();
    return () => {
      isShown = false;
    };
  }, [plugin]);
  const hasPressed = useRef(false);
  const place = useRef<HTMLDivElement>(null);
  const button = state.at === 'offered' || state.at === 'asking' || (state.at === 'refused' && MAY_ASK_AGAIN.includes(state.reason));
  const isAnswered = state.at === 'on' || state.at === 'refused';
  // The pressed button goes, and would take the focus along.
  useLayoutEffect(() => {
    if (isAnswered && !button && hasPressed.current) place.current?.focus({ preventScroll: true });
  }, [isAnswered, button]);
  const enable = async (): Promise<void> => {
    hasPressed.current = true;
    told.value = { at: 'asking' };
    try {
      await plugin?.command('Push.enable');
      told.value = { at: 'on' };
    } catch (cause) {
      const reason = (cause as { reason?: PushRefusal } | undefined)?.reason ?? 'failed';
      environment.warn(`No messages: ${reason}`);
      told.value = { at: 'refused', reason };
    }
  };
  const say = (key: Parameters<typeof pushText>[0]): string => pushText(key, translator);
  if (state.at === 'looking' || state.at === 'hidden') return null;
  return (
    <div class="push" ref={place} tabIndex={-1}>
      {button && (
        <button
          type="button"
          class="act"
          aria-disabled={state.at === 'asking' || undefined}
          onClick={() => state.at !== 'asking' && void enable()}
        >
          <Icon name="bell" />
          {say(state.at === 'asking' ? 'Asking' : 'Offer')}
        </button>
      )}
      {state.at === 'offered' && <p class="fine">{say('Why')}</p>}
      <div role="status">
        {state.at === 'on' && <Note icon="bell">{say('On')}</Note>}
        {state.at === 'refused' && <Note icon="bell">{refused ?? say(`Not-${state.reason}`)}</Note>}
      </div>
    </div>
  );
}
