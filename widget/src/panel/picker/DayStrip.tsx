import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../../ui/Icon.js';
import { useKit } from '../../ui/kit.js';
import { gridTarget } from '../../ui/roving.js';
import type { PickableDay } from './group-slots.js';
import type { PickerModel } from './picker-model.js';

/** Days from left to right as a radio group: one stop for Tab, arrows choose. Later days load when the end is reached. */
export function DayStrip({ picker }: { picker: PickerModel }) {
  const { translator } = useKit();
  const strip = useRef<HTMLDivElement>(null);
  const days = picker.days.value;
  const chosen = picker.date.value;
  const load = picker.load.value;
  const open = days.filter(({ free }) => free > 0);

  useLayoutEffect(() => {
    strip.current?.querySelector('[aria-checked=true]')?.scrollIntoView?.({ block: 'nearest', inline: 'nearest' });
  }, [chosen]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const from = open.findIndex(({ date }) => date === chosen);
    // One row: up and down lead nowhere, page keys to the ends.
    const places = open.map((_, left) => ({ top: 0, left }));
    const to = gridTarget({ key: event.key, from, places, rtl: translator.direction === 'rtl' });
    const target = to === undefined ? undefined : open[to];
    if (!target) return;
    event.preventDefault();
    picker.chooseDate(target.date);
    strip.current?.querySelector<HTMLElement>(`[data-date="${target.date}"]`)?.focus();
    if (to === open.length - 1 && load === 'ready') void picker.loadMore();
  };
  const onScroll = ({ currentTarget: { scrollLeft, scrollWidth, clientWidth } }: { currentTarget: HTMLElement }): void => {
    if (load === 'ready' && Math.abs(scrollLeft) + clientWidth > scrollWidth - 120) void picker.loadMore();
  };

  return (
    <div class="days" ref={strip} onScroll={onScroll}>
      <div class="radios" role="radiogroup" aria-label={translator.text('ringback.Days')} onKeyDown={onKeyDown}>
        {days.map((day) => (
          <DayButton key={day.date} day={day} chosen={day.date === chosen} onChoose={() => picker.chooseDate(day.date)} />
        ))}
      </div>
      {load !== 'complete' && load !== 'failed' && (
        <button type="button" class="day later" aria-disabled={load === 'loading' || undefined} onClick={() => void picker.loadMore()}>
          <Icon name="plus" />
          {translator.text('ringback.LaterDays')}
        </button>
      )}
    </div>
  );
}

function DayButton({ day: { date, free }, chosen, onChoose }: { day: PickableDay; chosen: boolean; onChoose(): void }) {
  const { translator, times } = useKit();
  const { weekday, number, month, full } = times.day(date);
  const isFull = free === 0;
  return (
    <button
      type="button"
      role="radio"
      class="day"
      data-date={date}
      aria-checked={chosen}
      aria-disabled={isFull || undefined}
      tabIndex={chosen ? 0 : -1}
      aria-label={isFull ? `${full}, ${translator.text('ringback.DayFull')}` : full}
      onClick={() => !isFull && onChoose()}
    >
      {weekday}
      <b>{number}</b>
      {month}
    </button>
  );
}
