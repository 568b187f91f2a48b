import type { PanelDeps, PanelModule } from './load-panel.js';
import { registerCalendar } from './plugins/calendar/index.js';
import { registerCallbackService } from './plugins/callback-service/index.js';
import { registerCallback } from './plugins/callback/index.js';

/** All that opening the panel needs: registers the plugins and starts each of them. Draws nothing yet. */
export const registerPanel: PanelModule['registerPanel'] = (deps) => {
  const { bus, environment, options, translator, host, start } = deps;
  // Asked late: the first question of this kind costs more than drawing the panel.
  const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
  const timeFormat = options.timeFormat ?? options.main.timeFormat;
  const shared = { environment, translator, zone, signal: host.signal };

  registerCallbackService(deps);
  const calendar = bus.registerPlugin('Calendar');
  if (calendar) {
    registerCalendar({ ...shared, plugin: calendar, timeFormat, main: options.main });
    start(calendar, 'calendar');
  } else warnTaken(deps, 'Calendar');

  const callback = bus.registerPlugin('Callback');
  if (!callback) {
    warnTaken(deps, 'Callback');
    return { destroy: () => undefined };
  }
  const panel = registerCallback({
    ...shared,
    plugin: callback,
    container: host.container,
    main: { ...options.main, timeFormat },
    position: options.position,
    createView: deps.createView,
  });
  start(callback, 'callback');
  return panel;
};

const warnTaken = ({ environment }: PanelDeps, name: string): void =>
  environment.warn(`Another script has registered the plugin ${name}; ours is not used`);
