import type { DeskOffer } from '@ringback/contract';
import type { JSX } from 'preact';
import { useApp } from '../console-app.js';
import { clockText } from '../format/duration.js';
import { ordinal } from '../format/ordinal.js';
import { phoneText } from '../format/phone-text.js';
import { Button } from '../ui/Button.js';
import { Elapsed } from '../ui/Elapsed.js';
import { PlaceProblem } from './DeskBar.js';
import { COMMAND_KEYS, COMMAND_LABELS } from './desk-commands.js';
import { useVisibleKey } from './use-visible-key.js';

/** A callback that this agent is asked to take, and how long the question stands. */
export function OfferCard({ offer }: { readonly offer: DeskOffer }): JSX.Element {
  return (
    <div class="now">
      <span class="chip good">
        {offer.own ? 'Your own callback' : 'Offered to you'}, <Remaining until={offer.expiresAt} /> to accept
      </span>
      <div>
        <h2 class="now-number number" tabIndex={-1}>
          <bdi>{phoneText(offer.phoneNumber)}</bdi>
        </h2>
        <p class="now-sub">
          {offer.name && <b>{offer.name}, </b>}
          {offer.queue}, waiting <Elapsed since={offer.queuedAt} /> min, {ordinal(offer.attempt)} try
        </p>
      </div>
      {offer.notes && (
        <dl class="facts">
          <div class="fact wide">
            <dt>Note</dt>
            <dd dir="auto">{offer.notes}</dd>
          </div>
        </dl>
      )}
      <div class="actions">
        <Answer command="accept" />
        <Answer command="decline" />
      </div>
      <PlaceProblem place="offer" />
    </div>
  );
}

/** Ticks down to 0:00; the server takes the offer back by itself. */
function Remaining({ until }: { readonly until: string }): JSX.Element {
  const seconds = Math.ceil((Date.parse(until) - useApp().clock.now.value) / 1_000);
  return <span class="number">{clockText(seconds)}</span>;
}

function Answer({ command }: { readonly command: 'accept' | 'decline' }): JSX.Element {
  const store = useApp().desk;
  const pending = store.pending.value;
  const keyOf = useVisibleKey();
  return (
    <Button
      big
      look={command === 'accept' ? 'go' : 'plain'}
      {...(command === 'accept' && { icon: 'phone' as const })}
      busy={pending === command}
      locked={pending !== undefined}
      shortcut={keyOf(COMMAND_KEYS[command])}
      onPress={() => void store.run(command)}
    >
      {COMMAND_LABELS[command]}
    </Button>
  );
}
