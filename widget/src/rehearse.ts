import type { BusPlugin } from './bus/bus-types.js';
import type { Environment } from './environment.js';
import { createTranslator } from './i18n/translate.js';
import { readMainOptions } from './options/read-options.js';
import { registerCallback } from './plugins/callback/index.js';

const nothing = (): void => undefined;

/**
 * Opens a panel that nobody sees, hears or meets, and takes it away: the first run of code, styles and fonts takes twice as long as the
 * second, which is the visitor's. In pieces, each when the page is idle. Fetches, publishes, stores and leaves nothing.
 * @param isOver no further piece: the real panel comes
 */
export async function rehearse(environment: Environment, isOver: () => boolean): Promise<void> {
  const { document } = environment;
  const container = document.createElement('div');
  container.inert = true;
  container.style.cssText = 'display:block;position:fixed;opacity:0';
  const commands: Record<string, (event: unknown) => unknown> = {};
  const run = (name: string): unknown => commands[name]?.({ data: { keepFocus: true }, deferred: { resolve: nothing, reject: nothing } });
  const plugin = {
    registerEvents: nothing,
    registerCommand: (name: string, handler: (event: unknown) => unknown) => void (commands[name] = handler),
    command: () => Promise.reject(new Error()),
    publish: nothing,
  } as unknown as BusPlugin<'Callback'>;
  const pieces = [
    () =>
      registerCallback({
        plugin,
        environment: { ...environment, after: () => nothing, whenIdle: nothing },
        translator: createTranslator({ lang: 'en' }),
        container,
        signal: AbortSignal.abort(),
        main: readMainOptions({}),
        position: 'right',
        zone: () => '',
      }),
    () => {
      document.documentElement.append(container);
      return run('open');
    },
    () => container.offsetHeight,
    () => run('close'),
  ];
  try {
    for (const piece of pieces) {
      await new Promise<void>((resolve) => environment.whenIdle(resolve));
      if (isOver()) break;
      await piece();
    }
  } finally {
    container.remove();
  }
}
