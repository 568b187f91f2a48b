import { useLayoutEffect } from 'preact/hooks';
import { Icon } from '../../ui/Icon.js';
import { useKit } from '../../ui/kit.js';
import { wallClock } from '../../ui/local-time.js';
import { Note } from '../../ui/Note.js';
import { cityOf, otherZone } from '../../ui/other-zone.js';
import { useAfter } from '../../ui/use-after.js';
import { DayStrip, isFar, MonthChoice } from './DayStrip.js';
import { TimeGrid } from './TimeGrid.js';
import type { PickerModel } from './picker-model.js';

/** Day strip, times of the chosen day, and in whose zone they are told. Keeps its height while it waits. */
export function SlotPicker({ picker }: { picker: PickerModel }) {
  const { translator, announce } = useKit();
  const load = picker.load.value;
  const days = picker.days.value;
  const day = days.find(({ date }) => date === picker.date.value);
  const empty = days.length === 0;
  const finished = load === 'complete' && picker.firstFree.value === undefined;
  useLayoutEffect(() => {
    if (finished) announce(translator.text('ringback.NoTimes'));
  }, [finished]);

  if (finished && empty) return <Note icon="clock">{translator.text('ringback.NoTimes')}</Note>;
  return (
    <div class="picker" aria-busy={load === 'loading'}>
      {empty && load === 'loading' ? (
        <PickerSkeleton />
      ) : (
        <>
          {finished && <Note icon="clock">{translator.text('ringback.NoTimes')}</Note>}
          <Lost picker={picker} />
          {!empty && <Ways picker={picker} />}
          {(!empty || load === 'ready') && <DayStrip picker={picker} />}
          {!empty && <ZoneNote picker={picker} />}
          {load === 'failed' && <LoadFailed picker={picker} />}
          {day && <TimeGrid picker={picker} day={day} />}
        </>
      )}
    </div>
  );
}

/** The chosen time went to somebody else: said, and the next step named. */
function Lost({ picker }: { picker: PickerModel }) {
  const { translator, times, environment } = useKit();
  const lost = picker.lost.value;
  if (lost === undefined) return null;
  return (
    <div role="alert">
      <Note icon="warn" tone="warn" title={`${times.button(lost, environment.now())}: ${translator.text('ringback.TakenTitle')}`}>
        {translator.text('ringback.TakenNone')}
      </Note>
    </div>
  );
}

/** Ways to days that are far off, and back to the first free time. */
function Ways({ picker }: { picker: PickerModel }) {
  const { translator, times, environment } = useKit();
  const first = picker.firstFree.value;
  const isShown = first && wallClock(first.time, picker.zone).date === picker.date.value;
  const far = isFar(picker);
  if (!far && (!first || isShown)) return null;
  return (
    <div class="jump">
      {far && <MonthChoice picker={picker} />}
      {first && !isShown && (
        <button type="button" class="link" onClick={() => picker.chooseTime(first.time)}>
          <Icon name="clock" />
          <span>{translator.text('ringback.FirstFree', { Time: times.near(first.time, environment.now()) })}</span>
        </button>
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
        {[...Array(6).keys()].map((at) => (
          <i key={at} />
        ))}
      </div>
      <div class="times" aria-hidden="true">
        {[...Array(9).keys()].map((at) => (
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
