import type { BusPlugin } from '../../bus/bus-types.js';
import type { Environment } from '../../environment.js';
import type { Translator } from '../../i18n/translate.js';
import { readCalendarOptions } from '../../options/read-options.js';
import type { PickerModel } from '../../panel/picker/picker-model.js';
import { createTimeText } from '../../ui/time-text.js';
import './protocol.js';
import { readDate } from './read-date.js';

export interface CalendarDeps {
  readonly plugin: BusPlugin<'Calendar'>;
  readonly environment: Environment;
  readonly translator: Translator;
  /** IANA zone of the visitor. */
  readonly zone: string;
  readonly signal: AbortSignal;
  /** Time format where the section names none. */
  readonly timeFormat: 12 | 24 | undefined;
}

/** Days that may be looked at where nobody says: the server's default. */
const MAX_DAYS = 30;

/** Registers the commands of `Calendar`. The caller starts the plugin. */
export function registerCalendar(deps: CalendarDeps): void {
  const { plugin, environment, zone } = deps;
  let section: Record<string, unknown> = {};
  let options = readCalendarOptions(section);
  let latest: PickerModel | undefined;

  const createPicker = async (maxDays = MAX_DAYS): Promise<PickerModel> => {
    const { makePicker } = await import('./make-picker.js');
    latest = makePicker({ plugin, zone, now: environment.now, options, maxDays });
    return latest;
  };

  plugin.registerEvents(['ready', 'generated', 'selectedDateTime']);
  plugin.registerCommand('configure', ({ data, deferred }) => {
    section = { ...section, ...data };
    options = readCalendarOptions(section);
    deferred.resolve();
  });
  plugin.registerCommand('picker', async ({ data, deferred }) => {
    const picker = await createPicker(data.maxDays);
    void picker.loadMore();
    deferred.resolve(picker);
  });
  plugin.registerCommand('generate', async ({ data, deferred }) => {
    const [{ mountPicker }, picker] = await Promise.all([import('../../panel/picker/mount-picker.js'), createPicker()]);
    const date = readDate(data.date, zone);
    if (date) picker.chooseDate(date);
    void picker.loadMore();
    const times = createTimeText({ translator: deps.translator, zone, timeFormat: options.timeFormat ?? deps.timeFormat });
    const element = mountPicker(picker, { environment, translator: deps.translator, times, signal: deps.signal });
    const generated = { ndCalendar: [element] };
    plugin.publish('generated', generated);
    deferred.resolve(generated);
  });
  plugin.registerCommand('showAvailability', async ({ data, deferred }) => {
    const picker = latest ?? (await createPicker());
    const date = readDate(data.date, zone);
    await picker.reset();
    if (date) picker.chooseDate(date);
    deferred.resolve();
  });
  plugin.registerCommand('reset', ({ deferred }) => {
    latest?.clear();
    deferred.resolve();
  });
}
