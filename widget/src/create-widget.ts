import { BusCore } from './bus/bus-core.js';
import type { Bus } from './bus/bus-types.js';
import { defer, guarded } from './bus/deferred.js';
import { createLauncher } from './launcher/create-launcher.js';
import type { PanelChunk, StartParts, WidgetDoor } from './load-panel.js';

/** One widget on a page. */
export interface Widget {
  readonly bus: Bus;
  /** Shows the button; the panel waits until it is wanted. Once is enough. */
  start(): void;
  /** Leaves no listener and no node behind; the panel's commands are gone. */
  destroy(): void;
}

/** How names begin that the panel may register, at once or when asked; the vendor's lazy mode writes them in lower case. */
const PANEL_NAME = /^([acort]|pu|s[it]|wi)/i;

/** Makes a widget; apart from its bus it does nothing before `start`. */
export function createWidget(door: WidgetDoor): Widget {
  const { environment, readConfig, vendor, importPanel } = door;
  const { document, warn, whenIdle } = environment;
  const lifetime = new AbortController();
  const { signal } = lifetime;
  let launcher: HTMLElement | undefined;
  let isStarted = false;
  let failures = 0;
  let chunk: Promise<PanelChunk> | undefined;
  let panel: Promise<void> | undefined;

  const parts = (): StartParts => ({ ...door, owned, signal, launcher });
  const fetchPanel = () => (chunk ??= importPanel(failures));
  const failed = () => {
    failures++;
    chunk = panel = undefined;
  };
  const loadPanel = () =>
    (panel ??= defer(warn as never, async ({ resolve }) => {
      try {
        const fetched = await fetchPanel();
        // Not within the caller's turn: its script may still have been writing the options.
        start();
        resolve(await fetched.startPanel(parts()));
      } catch (cause) {
        failed();
        owned.forget([], cause);
        warn('Loading failed', cause);
        throw cause;
      }
    }));
  const prefetch = () =>
    void guarded(async () => {
      if (!signal.aborted && (await fetchPanel()).isWanted(parts())) void loadPanel();
    }, failed);
  const start = () => {
    if (isStarted) return;
    isStarted = true;
    const config = readConfig();
    if (`${config.launcher}` !== 'false')
      launcher = createLauncher({
        document,
        config,
        onIntent: loadPanel,
        onPress: () => loadPanel().then(() => void bus.command('Callback.open')),
      });
    whenIdle(prefetch);
  };

  const owned = new BusCore(environment, (name) => {
    if (signal.aborted) return undefined;
    if (name === 'widgets-core') return Promise.resolve().then(start);
    return PANEL_NAME.test(name) || vendor?.()?.extensions ? loadPanel() : undefined;
  });
  const { bus } = owned;
  const destroy = () => {
    lifetime.abort();
    isStarted = true;
    launcher?.remove();
  };
  return { bus, start, destroy };
}
