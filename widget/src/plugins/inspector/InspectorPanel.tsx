import { useLayoutEffect, useRef } from 'preact/hooks';
import { useSignal } from '../../ui/signals.js';
import type { BusWatch, Entry, Outcome } from './watch-bus.js';

/** What happened on the bus, newest at the bottom: folded into a tab until somebody looks. */
export function InspectorPanel({ watch }: { watch: BusWatch }) {
  const isOpen = useSignal(false);
  const wanted = useSignal('');
  const entries = watch.entries.value;
  if (!isOpen.value) {
    return (
      <button type="button" class="tab" onClick={() => (isOpen.value = true)}>
        <i class={entries.at(-1)?.kind ?? 'event'} aria-hidden="true" />
        Ringback inspector <b>{entries.length}</b>
      </button>
    );
  }
  const word = wanted.value.trim().toLowerCase();
  const shown = entries.filter(({ name, payload }) => `${name} ${payload}`.toLowerCase().includes(word));
  return (
    <section aria-label="Ringback inspector">
      <header>
        <h2>Bus</h2>
        <input
          type="search"
          aria-label="Filter"
          placeholder="Filter by name or payload"
          value={wanted.value}
          onInput={(event) => (wanted.value = event.currentTarget.value)}
        />
        <button type="button" onClick={watch.clear}>
          Clear
        </button>
        <button type="button" aria-label="Fold the inspector away" onClick={() => (isOpen.value = false)}>
          &minus;
        </button>
      </header>
      <Entries entries={shown} first={entries[0]?.at ?? 0} />
      <p class="foot">
        {shown.length === entries.length ? `${entries.length} entries` : `${shown.length} of ${entries.length} entries`}. Seen by this tab
        only; <code>main.debug</code> shows it.
      </p>
    </section>
  );
}

function Entries({ entries, first }: { entries: readonly Entry[]; first: number }) {
  const list = useRef<HTMLOListElement>(null);
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    if (list.current && isAtEnd.current) list.current.scrollTop = list.current.scrollHeight;
  }, [entries]);
  if (entries.length === 0) return <p class="none">Nothing yet. Press the button, or try CXBus.command('Callback.open').</p>;
  return (
    <ol
      ref={list}
      tabIndex={0}
      aria-label="Commands and events"
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        isAtEnd.current = scrollTop + clientHeight > scrollHeight - 8;
      }}
    >
      {entries.map((entry, index) => (
        <Row key={entry.id} entry={entry} since={entry.at - first} gap={entry.at - (entries[index - 1]?.at ?? entry.at)} />
      ))}
    </ol>
  );
}

function Row({ entry, since, gap }: { entry: Entry; since: number; gap: number }) {
  const { kind, name, payload } = entry;
  const outcome = kind === 'command' ? entry.outcome : undefined;
  const [plugin = '', own = ''] = name.split(/\.(.*)/s);
  const head = (
    <>
      <time title={gap > 0 ? `${gap} ms after the one before` : undefined}>{seconds(since)}</time>
      <i class={kind} title={kind} aria-hidden="true" />
      <span class="name">
        <span class="said">{kind} </span>
        {plugin}.<b>{own}</b>
      </span>
      {outcome && <Result outcome={outcome} />}
    </>
  );
  const answer = outcome && outcome.kind !== 'running' ? outcome.payload : '';
  if (payload === '' && answer === '') return <li class="row">{head}</li>;
  return (
    <li>
      <details>
        <summary class="row">{head}</summary>
        {payload !== '' && <pre>{payload}</pre>}
        {answer !== '' && (
          <>
            <p class="answer">{outcome?.kind}</p>
            <pre>{answer}</pre>
          </>
        )}
      </details>
    </li>
  );
}

function Result({ outcome }: { outcome: Outcome }) {
  return <span class={`result ${outcome.kind}`}>{outcome.kind === 'running' ? 'running' : `${outcome.kind} in ${outcome.ms} ms`}</span>;
}

const seconds = (ms: number): string => `+${(ms / 1000).toFixed(3)}`;
