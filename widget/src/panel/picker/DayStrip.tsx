import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { Icon } from '../../ui/Icon.js';
import { useKit } from '../../ui/kit.js';
import { daysBetween, noonOf, type LocalDate } from '../../ui/local-time.js';
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

/** Days that the strip alone is enough for. */
const NEAR_DAYS = 40;

/** Whether there are days that the strip reaches only in many moves. */
export const isFar = ({ days, lastDate }: PickerModel): boolean => {
  const first = days.value[0]?.date;
  return first !== undefined && daysBetween(first, lastDate.value) >= NEAR_DAYS;
};

/** The month on show, as a way to those far off. */
export function MonthChoice({ picker }: { picker: PickerModel }) {
  const { translator } = useKit();
  const first = picker.days.value[0]?.date;
  const shown = picker.date.value;
  const lastDate = picker.lastDate.value;
  const load = picker.load.value;
  const { months, label } = useMemo(() => monthsOf(first, lastDate, translator.lang), [first, lastDate, translator]);
  return (
    <div class="month" aria-busy={load === 'loading'}>
      <select
        aria-label={label}
        value={shown?.slice(0, 7) ?? ''}
        onChange={({ currentTarget }) => void picker.goTo(`${currentTarget.value}-01`)}
      >
        {months.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      <Icon name="down" />
    </div>
  );
}

function monthsOf(first: LocalDate | undefined, last: LocalDate, lang: string) {
  const names = new Intl.DateTimeFormat(lang, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const label = new Intl.DisplayNames([lang], { type: 'dateTimeField' }).of('month') ?? '';
  const months: { value: string; name: string }[] = [];
  const end = last.slice(0, 7);
  for (let month = first?.slice(0, 7) ?? end; month <= end; month = monthAfter(month))
    months.push({ value: month, name: names.format(noonOf(`${month}-01`)) });
  return { months, label };
}

const monthAfter = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1)).toISOString().slice(0, 7);
