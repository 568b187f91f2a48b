import { createBus } from './bus/create-bus.js';
import type { Bus } from './bus/bus-types.js';
import { defer, guarded } from './bus/deferred.js';
import { createLauncher, type ShowLauncher } from './launcher/create-launcher.js';
import type { PanelChunk, WidgetDoor } from './load-panel.js';

/** One widget on a page. */
export interface CallbackWidget {
  readonly bus: Bus;
  /** Opens the panel, loading it if need be. Rejects when that fails, or when it is open already. */
  open(): Promise<unknown>;
  /** Closes the panel. Rejects when it isn't open. */
  close(): Promise<unknown>;
  /** Leaves no listener and no node behind; the panel's commands are gone. */
  destroy(): void;
}

/** Names that the panel registers, and their events; the vendor's lazy mode writes them in lower case. */
const PANEL_NAME = /^(App|Callback|CallbackService|Calendar)(\.|$)/i;

/** Makes a widget; apart from its bus it does nothing before `start`. */
export function createWidget(door: WidgetDoor): CallbackWidget & { start(): void } {
  const { environment, readConfig, vendor, importPanel } = door;
  const { document, warn } = environment;
  const lifetime = new AbortController();
  const { signal } = lifetime;
  let showLauncher: ShowLauncher | undefined;
  let isStarted = false;
  let failures = 0;
  let chunk: Promise<PanelChunk> | undefined;
  let panel: Promise<void> | undefined;

  const fetchPanel = () => (chunk ??= importPanel(failures));
  const failed = () => {
    failures++;
    chunk = panel = undefined;
  };
  const prefetch = () => void guarded(fetchPanel, failed);
  const runPanel = async () => {
    try {
      // Not within the caller's turn: its script may still be writing the options.
      await undefined;
      start();
      const { startPanel } = await fetchPanel();
      await startPanel({ ...door, owned, signal, showLauncher });
    } catch (cause) {
      failed();
      owned.forget((name) => PANEL_NAME.test(name), cause);
      warn('The panel failed to load', cause);
      throw cause;
    }
  };
  const loadPanel = () => (panel ??= defer(warn as never, ({ resolve }) => resolve(runPanel())));
  const start = () => {
    if (isStarted || signal.aborted) return;
    isStarted = true;
    const config = readConfig();
    if (`${config.launcher}` !== 'false')
      showLauncher = createLauncher({ document, config, signal, onIntent: prefetch, onPress: () => loadPanel().then(() => void open()) });
    environment.whenIdle(() => {
      const page = vendor?.();
      if (page?.onReady || page?.extensions || owned.awaited().some((event) => PANEL_NAME.test(event))) loadPanel();
      else prefetch();
    });
  };

  const owned = createBus(environment, (name) => {
    if (signal.aborted) return undefined;
    if (name === 'widgets-core') return Promise.resolve().then(start);
    return PANEL_NAME.test(name) || vendor?.()?.extensions ? loadPanel() : undefined;
  });
  const { bus } = owned;
  const open = () => bus.command('Callback.open');
  return { bus, open, close: () => bus.command('Callback.close'), destroy: () => lifetime.abort(), start };
}
