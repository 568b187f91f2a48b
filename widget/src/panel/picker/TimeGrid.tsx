import { useRef } from 'preact/hooks';
import { useKit } from '../../ui/kit.js';
import { gridTarget, placesOf } from '../../ui/roving.js';
import { ambiguousTimes, groupByPart, type PartOfDay, type PickableDay, type PickableSlot } from './group-slots.js';
import type { PickerModel } from './picker-model.js';

const PART_TEXTS = {
  night: 'ringback.Night',
  morning: 'ringback.Morning',
  afternoon: 'ringback.Afternoon',
  evening: 'ringback.Evening',
} as const satisfies Record<PartOfDay, string>;

/** Times of one day: a listbox with the parts of the day as groups, moved through as one grid by the keyboard; Enter or Space choose. */
export function TimeGrid({ picker, day }: { picker: PickerModel; day: PickableDay }) {
  const { translator, times, announce } = useKit();
  const grid = useRef<HTMLDivElement>(null);
  const { zone } = picker;
  const ambiguous = ambiguousTimes(day.slots, zone);
  const label = (slot: PickableSlot): string => times.time(slot.time, { named: ambiguous.has(slot.time) });
  const free = day.slots.filter(({ capacity }) => capacity > 0);
  const chosen = free.find(({ time }) => time === picker.time.value);
  const tabStop = chosen ?? free[0];

  const choose = (slot: PickableSlot): void => {
    picker.chooseTime(slot.time);
    announce(translator.text('ringback.TimeChosen', { Time: times.full(slot.time) }));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const buttons = [...(grid.current?.querySelectorAll<HTMLElement>('.time:not([aria-disabled])') ?? [])];
    const from = buttons.indexOf(event.target as HTMLElement);
    const target = gridTarget({ key: event.key, from, places: placesOf(buttons), rtl: translator.direction === 'rtl' });
    if (target === undefined || from < 0) return;
    event.preventDefault();
    buttons[target]?.focus();
  };

  return (
    <div
      class="parts"
      ref={grid}
      role="listbox"
      aria-label={`${translator.text('ringback.Times')}, ${times.day(day.date).full}`}
      onKeyDown={onKeyDown}
    >
      {groupByPart(day.slots, zone).map(({ part, slots }) => (
        <div class="part" key={part} role="group" aria-label={translator.text(PART_TEXTS[part])}>
          <p aria-hidden="true">{translator.text(PART_TEXTS[part])}</p>
          <div class="times" role="none">
            {slots.map((slot) => {
              const isFull = slot.capacity <= 0;
              return (
                <button
                  key={slot.time}
                  type="button"
                  role="option"
                  class="time"
                  aria-selected={slot === chosen}
                  aria-disabled={isFull || undefined}
                  tabIndex={slot === tabStop ? 0 : -1}
                  onClick={() => !isFull && choose(slot)}
                >
                  {label(slot)}
                  {isFull && <span class="said">, {translator.text('ringback.TimeFull')}</span>}
                </button>
              );
            })}
          </div>
        </div>
      ))}
    </div>
  );
}
