import type { Desk } from '@ringback/contract';
import type { JSX } from 'preact';
import { clockText } from '../format/duration.js';
import { Figure } from '../ui/Figure.js';

export function DeskFigures({ desk }: { readonly desk: Desk }): JSX.Element {
  const { callsToday, averageCallSeconds } = desk.agent;
  return (
    <dl class="figures">
      <Figure label="Waiting for you" value={String(desk.waitingCount)} />
      <Figure label="Your calls today" value={String(callsToday)} />
      {callsToday > 0 ? (
        <Figure label="Average call" value={clockText(averageCallSeconds)} unit="min" />
      ) : (
        <Figure label="Average call" value="none" unit="yet" />
      )}
    </dl>
  );
}
