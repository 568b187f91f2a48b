import type { Desk } from '@ringback/contract';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useApp } from '../console-app.js';
import { CurrentCall } from './CurrentCall.js';
import { NoCall } from './NoCall.js';
import { OfferCard } from './OfferCard.js';

/** The middle of the desk: the call in hand, or what to do without one. */
export function CallPanel({ desk }: { readonly desk: Desk }): JSX.Element {
  const panel = useRef<HTMLElement>(null);
  useKeptFocus(panel, `${desk.current?.id}/${desk.current?.state}/${desk.offer?.id}`);
  return (
    <section class="panel call" ref={panel} aria-label={desk.current ? 'Your call' : desk.offer ? 'Offered to you' : 'No call in hand'}>
      {desk.current ? <CurrentCall call={desk.current} /> : desk.offer ? <OfferCard offer={desk.offer} /> : <NoCall desk={desk} />}
    </section>
  );
}

/** When the pressed button goes away with its view, the keyboard goes on at the new view's heading instead of the page's top. */
function useKeptFocus(panel: { readonly current: HTMLElement | null }, view: string): void {
  const { desk } = useApp();
  const asked = useRef(false);
  if (desk.pending.value !== undefined) asked.current = true;
  useEffect(() => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (asked.current && lost) panel.current?.querySelector<HTMLElement>('h2')?.focus();
    asked.current = false;
  }, [view]);
}
