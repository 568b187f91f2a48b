/** @packageDocumentation The plugin Proactive: invites once a visit, when the site has switched it on. */
import type { Bus, BusPlugin } from '../../bus/bus-types.js';
import { createFrame, type Frame, type FrameDeps } from '../../panel/frame.js';
import { Invitation } from './Invitation.js';
import css from './invitation.css?inline';
import type { ProactiveOptions } from './proactive-options.js';
import type { Trigger } from './protocol.js';
import { watchTriggers } from './triggers.js';

export interface ProactiveDeps extends FrameDeps {
  readonly bus: Bus;
  readonly options: ProactiveOptions;
  /** Ends the widget. */
  readonly signal: AbortSignal;
  /** The button in the corner, which gets the focus back from the panel. */
  readonly launcher: HTMLElement | undefined;
}

/** In the tab's storage once it was shown; without the option nothing is read or written. */
const SHOWN = 'ringback.invited';
/** Who asked for less is left alone. */
const ASKED_FOR_LESS = ['(prefers-reduced-motion: reduce)', '(prefers-reduced-data: reduce)'];

/** Watches for the moment. Nothing happens in a tab that was invited before, nor once the visitor has opened something. */
export function startProactive(deps: ProactiveDeps): void {
  const { bus, environment, options, signal } = deps;
  const plugin = bus.registerPlugin('Proactive');
  if (!plugin) return;
  plugin.registerEvents(['shown', 'accepted', 'declined']);
  plugin.ready();
  if (environment.session.get(SHOWN) || ASKED_FOR_LESS.some((query) => environment.matchMedia(query)?.matches)) return;

  const watching = new AbortController();
  const end = (): void => watching.abort();
  signal.addEventListener('abort', end, { signal: watching.signal });
  const leave = ['Callback.opened', 'ChannelSelector.opened'].map((event) => bus.subscribe(event, end));
  watching.signal.addEventListener('abort', () => {
    for (const unsubscribe of leave) unsubscribe();
  });
  watchTriggers(options, environment, watching.signal, (trigger) => {
    environment.session.set(SHOWN, '1');
    if (options.show === 'panel') {
      end();
      plugin.publish('shown', { trigger });
      void bus.command('Callback.open', { proactive: true, keepFocus: true });
    } else invite(deps, plugin, trigger, watching);
  });
}

/** Shows the card until it is answered, something else opens, or the widget goes. */
function invite(deps: ProactiveDeps, plugin: BusPlugin<'Proactive'>, trigger: Trigger, watching: AbortController): void {
  const { bus, translator, options, launcher } = deps;
  const frame: Frame = createFrame(deps, 'ringback-invitation', css);
  watching.signal.addEventListener('abort', () => frame.remove());
  const answer = (event: 'accepted' | 'declined'): void => {
    watching.abort();
    plugin.publish(event, { trigger });
  };
  frame.draw(
    <Invitation
      title={options.title ?? translator.text('ringback.InviteTitle')}
      text={options.text ?? translator.text('ringback.InviteBody')}
      accept={translator.text('callback.CallbackTitle')}
      decline={translator.text('ringback.InviteDecline')}
      onDecline={() => answer('declined')}
      onAccept={() => {
        answer('accepted');
        // The card is gone: the panel gives the focus back to the button.
        launcher?.shadowRoot?.querySelector('button')?.focus();
        void bus.command('Callback.open', { proactive: true });
      }}
    />,
  );
  plugin.publish('shown', { trigger });
}
