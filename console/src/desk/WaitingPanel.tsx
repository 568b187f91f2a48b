import type { Desk } from '@ringback/contract';
import type { JSX } from 'preact';
import { useApp } from '../console-app.js';
import { timeOfDay } from '../format/display-text.js';
import { ordinal } from '../format/ordinal.js';
import { phoneText } from '../format/phone-text.js';
import { Elapsed } from '../ui/Elapsed.js';
import { FeedSign } from './FeedNotice.js';

type Waiting = Desk['waiting'][number];

/** Everybody who waits, in the order in which they will be called. */
export function WaitingPanel({ desk }: { readonly desk: Desk }): JSX.Element {
  const more = desk.waitingCount - desk.waiting.length;
  return (
    <section class="panel waiting" aria-labelledby="waiting-title">
      <div class="panel-head">
        <h2 id="waiting-title">Waiting</h2>
        <FeedSign />
      </div>
      <div class="panel-scroll" tabIndex={0} role="group" aria-labelledby="waiting-title">
        {desk.waiting.length === 0 ? (
          <p class="panel-empty">Nobody is waiting.</p>
        ) : (
          <ol class="waiting-list">
            {desk.waiting.map((waiting, index) => (
              <WaitingRow key={waiting.id} waiting={waiting} position={index + 1} />
            ))}
          </ol>
        )}
        {more > 0 && <p class="panel-more">and {more} more behind them</p>}
      </div>
    </section>
  );
}

function WaitingRow({ waiting, position }: { readonly waiting: Waiting; readonly position: number }): JSX.Element {
  const tries = waiting.attempts > 0 ? `${ordinal(waiting.attempts + 1)} try` : undefined;
  const facts = [waiting.queue, waiting.name, tries].filter((fact) => fact !== undefined && fact !== '');
  return (
    <li>
      <span class="position number">{position}</span>
      <span class="waiting-who">
        <bdi class="number">{phoneText(waiting.phoneNumber)}</bdi>
        <small>
          {facts.join(', ')}
          <RetryTime notBefore={waiting.notBefore} />
        </small>
      </span>
      <span class="unseen">waiting </span>
      <Elapsed since={waiting.queuedAt} />
    </li>
  );
}

/** When a retry's time is still to come. */
function RetryTime({ notBefore }: { readonly notBefore: string | undefined }): JSX.Element | null {
  const { clock } = useApp();
  const at = notBefore === undefined ? Number.NaN : Date.parse(notBefore);
  return at > clock.now.value ? <>, after {timeOfDay(at)}</> : null;
}
