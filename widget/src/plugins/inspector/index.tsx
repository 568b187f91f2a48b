/** @packageDocumentation The inspector (`main.debug`): all commands and events on the bus, for whoever builds a page. Loaded by those pages only. */
import { render } from 'preact';
import type { Bus } from '../../bus/bus-types.js';
import type { Environment } from '../../environment.js';
import { createStyledRoot } from '../../ui/shadow-root.js';
import inspectorCss from './inspector.css?inline';
import { InspectorPanel } from './InspectorPanel.js';
import { watchBus } from './watch-bus.js';

export interface InspectorDeps {
  readonly bus: Bus;
  readonly environment: Environment;
  /** The end of the widget is the end of the inspector. */
  readonly signal: AbortSignal;
}

/** Puts the inspector into a corner of the page. Nothing of what it shows leaves the page, or is kept. */
export function startInspector({ bus, environment, signal }: InspectorDeps): void {
  if (signal.aborted) return;
  const { document } = environment;
  const host = document.createElement('ringback-inspector');
  const { root } = createStyledRoot(host, inspectorCss);
  const mount = document.createElement('div');
  mount.className = 'inspector';
  mount.lang = 'en';
  mount.dir = 'ltr';
  root.append(mount);
  document.documentElement.append(host);

  const watch = watchBus(bus, environment.now);
  render(<InspectorPanel watch={watch} />, mount);
  signal.addEventListener('abort', () => {
    watch.stop();
    render(null, mount);
    host.remove();
  });
}
