import { useKit } from '../../../ui/kit.js';
import { wallClock } from '../../../ui/local-time.js';
import { cityOf, otherZone } from '../../../ui/other-zone.js';

/** When the call comes, in the visitor's zone, and in the business's when its clock differs (WI4). */
export function ScheduledTime({ time, businessZone }: { time: number; businessZone: string | undefined }) {
  const { translator, times } = useKit();
  const other = otherZone(time, times.zone, businessZone);
  return (
    <div class="line">
      <small>{translator.text('ringback.ScheduledFor')}</small>
      <div class="big">
        <time dateTime={new Date(time).toISOString()}>
          <span>{times.day(wallClock(time, times.zone).date).full}</span>
          <span>{times.time(time, { named: true })}</span>
        </time>
      </div>
      {other && (
        <small>
          {translator.text('ringback.OfficeTime', { Time: times.time(time, { zone: other, named: true }), City: cityOf(other) })}
        </small>
      )}
    </div>
  );
}
