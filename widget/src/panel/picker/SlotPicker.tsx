import { useLayoutEffect } from 'preact/hooks';
import { useKit } from '../../ui/kit.js';
import { Note } from '../../ui/Note.js';
import { cityOf, otherZone } from '../../ui/other-zone.js';
import { useAfter } from '../../ui/use-after.js';
import { DayStrip } from './DayStrip.js';
import { TimeGrid } from './TimeGrid.js';
import type { PickerModel } from './picker-model.js';

/** Day strip, times of the chosen day, and in whose zone they are told. Keeps its height while it waits. */
export function SlotPicker({ picker }: { picker: PickerModel }) {
  const { translator, announce } = useKit();
  const load = picker.load.value;
  const days = picker.days.value;
  const day = days.find(({ date }) => date === picker.date.value);
  const empty = days.length === 0;
  const finished = load === 'complete' && empty;
  useLayoutEffect(() => {
    if (finished) announce(translator.text('ringback.NoTimes'));
  }, [finished]);

  if (finished) return <Note icon="clock">{translator.text('ringback.NoTimes')}</Note>;
  return (
    <div class="picker" aria-busy={load === 'loading'}>
      {empty && load === 'loading' ? (
        <PickerSkeleton />
      ) : (
        <>
          {!empty && <DayStrip picker={picker} />}
          {!empty && <ZoneNote picker={picker} />}
          {load === 'failed' && <LoadFailed picker={picker} />}
          {day && <TimeGrid picker={picker} day={day} />}
        </>
      )}
    </div>
  );
}

/** Nothing for 300 ms, grey shapes after. */
function PickerSkeleton() {
  const { translator } = useKit();
  const shown = useAfter(300);
  return (
    <div class={shown ? 'skeleton on' : 'skeleton'} role="status">
      <span class="said">{shown && translator.text('ringback.LoadingTimes')}</span>
      <div class="days" aria-hidden="true">
        {Array.from({ length: 6 }, (_, at) => (
          <i key={at} />
        ))}
      </div>
      <div class="times" aria-hidden="true">
        {Array.from({ length: 9 }, (_, at) => (
          <i key={at} />
        ))}
      </div>
    </div>
  );
}

function LoadFailed({ picker }: { picker: PickerModel }) {
  const { translator } = useKit();
  return (
    <div role="alert">
      <Note icon="warn" tone="warn">
        {translator.text('calendar.CalendarError')}
        <button type="button" class="link" onClick={() => void picker.loadMore()}>
          {translator.text('ringback.TryAgain')}
        </button>
      </Note>
    </div>
  );
}

/** WI4: whose clock this is, and what the business's shows at the chosen time. */
function ZoneNote({ picker }: { picker: PickerModel }) {
  const { translator, times, environment } = useKit();
  const business = picker.businessZone.value;
  const chosen = picker.time.value;
  const at = chosen ?? picker.days.value[0]?.slots[0]?.time ?? environment.now();
  const other = otherZone(at, picker.zone, business);
  if (!other) return null;
  const office = { City: cityOf(other), Time: times.time(at, { zone: other }) };
  return (
    <Note icon="globe">
      {translator.text('ringback.ZoneYours', { City: cityOf(picker.zone) })}{' '}
      {chosen === undefined ? translator.text('ringback.ZoneOfficeOnly', office) : translator.text('ringback.ZoneOffice', office)}
    </Note>
  );
}
