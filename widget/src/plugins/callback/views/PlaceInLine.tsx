import { useLayoutEffect } from 'preact/hooks';
import { useKit } from '../../../ui/kit.js';
import { useAfter } from '../../../ui/use-after.js';
import type { Connection } from '../../callback-service/protocol.js';
import { placeText } from './request-status.js';
import { progressOf, type RequestView } from '../request-view.js';

type Waiting = Extract<RequestView, { kind: 'waiting' }>;

/** The place in line: big, live, and with the way that is already behind. Its box has one height in every state. */
export function PlaceInLine({ view, connection }: { view: Waiting | { kind: 'placing' }; connection: Connection }) {
  const { translator, announce } = useKit();
  const position = view.kind === 'waiting' ? view.position : undefined;
  useLayoutEffect(() => {
    if (position !== undefined) announce(placeText(position, translator));
  }, [position]);
  return <div class="line">{view.kind === 'waiting' ? <Place view={view} connection={connection} /> : <Finding />}</div>;
}

function Place({ view, connection }: { view: Waiting; connection: Connection }) {
  const { translator, times } = useKit();
  const { position, minutes } = view;
  const title = placeText(position, translator);
  const wait =
    minutes === undefined ? translator.text('ringback.UpdatesLive') : translator.plural('ringback.AboutMinutes', Math.max(1, minutes));
  const { served, ahead } = progressOf(position, view.line);
  return (
    <>
      <div class="top">
        <span class="big">
          <Rolling text={title} />
        </span>
        <small>{translator.text('ringback.Since', { Time: times.time(view.since) })}</small>
      </div>
      <small class={connection === 'lost' ? 'lost' : undefined}>
        {connection === 'lost' ? translator.text('ringback.Reconnecting') : wait}
      </small>
      <div class="bar" aria-hidden="true">
        {[...Array(served).keys()].map((at) => (
          <i key={`s${at}`} class="served" />
        ))}
        {[...Array(ahead).keys()].map((at) => (
          <i key={`a${at}`} />
        ))}
        <i key="you" class="you" />
      </div>
    </>
  );
}

function Finding() {
  const { translator } = useKit();
  const late = useAfter(300);
  return (
    <>
      <div class="top">
        <span class={late ? 'big wait on' : 'big wait'}>{'\u00a0'}</span>
      </div>
      <small>{late ? translator.text('ringback.PlaceLoading') : '\u00a0'}</small>
      <div class="bar" aria-hidden="true">
        <i />
      </div>
    </>
  );
}

/** Digits that change roll in; the words around them stay still. */
function Rolling({ text }: { text: string }) {
  return (
    <>
      {text.split(/(\p{Nd}+)/u).map((part, at) => (
        <span key={`${at} ${part}`} class={/\p{Nd}/u.test(part) ? 'roll' : undefined}>
          {part}
        </span>
      ))}
    </>
  );
}
