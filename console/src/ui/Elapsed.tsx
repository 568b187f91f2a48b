import type { JSX } from 'preact';
import { useApp } from '../console-app.js';
import { clockText, isoDuration, secondsBetween } from '../format/duration.js';

/** Time since an ISO instant, ticking. Only this text is drawn anew each second. */
export function Elapsed({ since }: { readonly since: string }): JSX.Element {
  const seconds = secondsBetween(Date.parse(since), useApp().clock.now.value);
  return (
    <time class="number" dateTime={isoDuration(seconds)}>
      {clockText(seconds)}
    </time>
  );
}
