import type { Bus, CommandEvent } from './bus-types.js';

/**
 * `<Plugin>.Commands` and `<Plugin>.Events`: for a developer at the console, who also gets the names back.
 * Throws for any other command that its plugin has not registered.
 */
export function answerBuiltIn({ commandName, deferred }: CommandEvent, bus: Bus, global: Record<string, unknown>): void {
  const [plugin = '', name] = commandName.split('.');
  const { commands, events } = bus.registry()[plugin] ?? { commands: [], events: [] };
  if (name !== 'Commands' && name !== 'Events') throw new Error(`No command "${commandName}"`);
  const names = (name === 'Commands' ? commands : events).map((own) => `${plugin}.${own}`);
  (global['console'] as Console | undefined)?.log(`[ringback] ${commandName}`, names);
  deferred.resolve(names);
}
