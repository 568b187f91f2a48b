import type { BusPlugin, CommandEvent } from '../../bus/bus-types.js';
import { englishLater } from '../../i18n/english-later.js';
import { readCalendarOptions } from '../../options/read-calendar-options.js';
import { mountPicker } from '../../panel/picker/mount-picker.js';
import type { PickerModel } from '../../panel/picker/picker-model.js';
import { createTimeText } from '../../ui/time-text.js';
import type { CalendarDeps } from './index.js';
import { panelTheme } from '../../ui/page-theme.js';
import { makePicker } from './make-picker.js';
import type { DateLike, PickerOptions } from './protocol.js';
import { readDate } from './read-date.js';

/** Days that may be looked at where nobody says: the server's default. */
const MAX_DAYS = 30;

/** What the commands of `Calendar` do, once somebody wants a time. */
export interface CalendarCommands {
  picker(event: CommandEvent<PickerOptions, PickerModel>): void;
  generate(event: CommandEvent<{ date?: DateLike }, { ndCalendar: readonly HTMLElement[] }>): Promise<void>;
  showAvailability(event: CommandEvent<{ date?: DateLike }, void>): Promise<void>;
  reset(event: CommandEvent<unknown, void>): void;
}

/** @param section the configuration as it is when a command runs */
export function createCommands(deps: CalendarDeps, section: () => Record<string, unknown>): CalendarCommands {
  const { environment, translator, signal } = deps;
  const zone = deps.zone();
  const plugin: BusPlugin<'Calendar'> = deps.plugin;
  translator.add(englishLater);
  let latest: PickerModel | undefined;
  const createPicker = (given: PickerOptions['maxDays'] = MAX_DAYS): PickerModel => {
    const maxDays = (): number => (typeof given === 'number' ? given : given()) ?? MAX_DAYS;
    latest = makePicker({ plugin, zone, now: environment.now, options: readCalendarOptions(section()), maxDays });
    return latest;
  };
  return {
    picker({ data, deferred }) {
      const picker = createPicker(data.maxDays);
      void picker.loadMore();
      deferred.resolve(picker);
    },
    async generate({ data, deferred }) {
      const picker = createPicker();
      const date = readDate(data.date, zone);
      if (date) picker.chooseDate(date);
      void picker.loadMore();
      const timeFormat = readCalendarOptions(section()).timeFormat ?? deps.timeFormat;
      const times = createTimeText({ translator, zone, timeFormat });
      const theme = deps.main ? panelTheme(deps.main) : 'auto';
      // Only sites that put the picker somewhere themselves want it as a set.
      const { setOf } = await import('../../ui/page-nodes.js');
      const generated = { ndCalendar: setOf(mountPicker(picker, { environment, translator, times, signal, theme }), environment.global) };
      plugin.publish('generated', generated);
      deferred.resolve(generated);
    },
    async showAvailability({ data, deferred }) {
      const picker = latest ?? createPicker();
      const date = readDate(data.date, zone);
      await picker.reset();
      if (date) picker.chooseDate(date);
      deferred.resolve();
    },
    reset({ deferred }) {
      latest?.clear();
      deferred.resolve();
    },
  };
}
