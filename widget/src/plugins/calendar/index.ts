import type { BusPlugin } from '../../bus/bus-types.js';
import type { Environment } from '../../environment.js';
import type { Translator } from '../../i18n/translate.js';
import type { CalendarCommands } from './commands.js';
import type { MainOptions } from '../../options/widget-options.js';
import './protocol.js';

export interface CalendarDeps {
  readonly plugin: BusPlugin<'Calendar'>;
  readonly environment: Environment;
  readonly translator: Translator;
  /** IANA zone of the visitor. */
  zone(): string;
  readonly signal: AbortSignal;
  /** Time format where the section names none. */
  readonly timeFormat: 12 | 24 | undefined;
  /** Where the theme of the moment stands. */
  readonly main?: Pick<MainOptions, 'theme'>;
}

/** Registers the commands of `Calendar`; what they do is loaded with the first of them. The caller starts the plugin. */
export function registerCalendar(deps: CalendarDeps): void {
  const { plugin } = deps;
  let section: Record<string, unknown> = {};
  let commands: CalendarCommands | undefined;
  const load = async (): Promise<CalendarCommands> => {
    const { createCommands } = await import('./commands.js');
    return (commands ??= createCommands(deps, () => section));
  };

  plugin.registerEvents(['ready', 'generated', 'selectedDateTime']);
  plugin.registerCommand('configure', ({ data, deferred }) => {
    section = { ...section, ...data };
    deferred.resolve();
  });
  plugin.registerCommand('picker', async (event) => (await load()).picker(event));
  plugin.registerCommand('generate', async (event) => (await load()).generate(event));
  plugin.registerCommand('showAvailability', async (event) => (await load()).showAvailability(event));
  plugin.registerCommand('reset', async (event) => (await load()).reset(event));
}
