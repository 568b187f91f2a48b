import type { JSX } from 'preact';
import { useApp } from '../console-app.js';
import { timeOfDay } from '../format/display-text.js';
import { Button } from '../ui/Button.js';
import { Notice } from '../ui/Notice.js';

/** A connection that comes back at once is nobody's trouble; one that doesn't is said. */
const QUIET_MS = 2_000;

/** Says when the desk is no longer live, since when, and how to help. */
export function FeedNotice(): JSX.Element | null {
  const { desk, clock, environment } = useApp();
  const feed = desk.feed.state.value;
  switch (feed.kind) {
    case 'lost': {
      // Read for its tick only: how long it has been is counted on this device's clock.
      const ticking = clock.now.value;
      if (ticking === 0 || environment.now() - feed.since < QUIET_MS) return null;
      return (
        <Notice tone="warn" role="status" action={<Button onPress={() => desk.feed.retryNow()}>Try now</Button>}>
          <b>Live updates are interrupted.</b> You see the desk as it was at {timeOfDay(desk.seenAt.value)}. Trying to reconnect.
        </Notice>
      );
    }
    case 'refused':
      return (
        <Notice tone="warn" role="status">
          <b>No live updates.</b> {feed.message}
        </Notice>
      );
    case 'unreadable':
      return (
        <Notice tone="warn" role="status" action={<Button onPress={() => environment.reload()}>Reload</Button>}>
          <b>This page is older than the server.</b> Reload it to go on with live updates.
        </Notice>
      );
    case 'off':
    case 'connecting':
    case 'live':
      return null;
  }
}

/** The small sign beside the waiting list. */
export function FeedSign(): JSX.Element {
  const live = useApp().desk.feed.state.value.kind === 'live';
  return <span class={live ? 'chip good' : 'chip'}>{live ? 'Live' : 'Not live'}</span>;
}
