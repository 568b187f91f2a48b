import type { Desk } from '@ringback/contract';
import type { Changes } from '../ports/change-feed.js';
import type { Dependencies } from './dependencies.js';
import { deskOf, readAgentFacts } from './desk-view.js';
import { keptValue } from './kept-value.js';
import { nextFlight } from './next-flight.js';
import type { ConsoleUser, Unsubscribe } from './ringback.js';

/** See `Ringback.watchDesk`. What is known of the agent is read again only when the agent did something; the rest comes from the boards. */
export async function watchDesk(deps: Dependencies, user: ConsoleUser, listener: (desk: Desk) => void): Promise<Unsubscribe> {
  const facts = keptValue(() => readAgentFacts(deps, user));
  let shown = '';
  let stopped = false;
  const show = nextFlight(async () => {
    const desk = await deskOf(deps, user, await facts.fresh());
    const text = JSON.stringify(desk);
    if (stopped || text === shown) return;
    shown = text;
    listener(desk);
  });
  const showSoon = (): void => void show().catch(() => undefined);
  const onChanges = ({ agents, queues, roster, everything }: Changes): void => {
    const own = everything || agents.includes(user.username);
    if (own) facts.markStale();
    if (own || roster || queues.length > 0) showSoon();
  };
  // News of an edit come before it is in force here.
  const unsubscribes = [deps.changes.subscribe(onChanges), deps.site.onChange(showSoon)];
  const stop = (): void => {
    stopped = true;
    for (const unsubscribe of unsubscribes) unsubscribe();
  };
  await show().catch((error: unknown) => {
    stop();
    throw error;
  });
  return stop;
}
