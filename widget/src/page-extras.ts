/* What few pages have beside the panel: a button in another language or with a badge, the side bar, the invitation, the inspector. */
import { englishLauncher } from './i18n/english-launcher.js';
import { setBadge, setLabel } from './launcher/button-extras.js';
import type { PanelDeps } from './load-panel.js';
import { callInKey } from './options/call-in-key.js';
import type { CallbackWidgetOptions } from './options/widget-options.js';
import { readProactive } from './plugins/proactive/proactive-options.js';

/** Starts all of it that the page asks for. Ends with the host's signal. */
export async function startExtras(deps: PanelDeps, config: CallbackWidgetOptions): Promise<void> {
  const { bus, translator, launcher, options, environment, host } = deps;
  if (options.main.debug) (await import('./plugins/inspector/index.js')).startInspector({ bus, environment, signal: host.signal });
  translator.add(englishLauncher);
  const label = (): void => setLabel(launcher, config.label ?? translator.text('callback.CallbackTitle'), translator);
  label();
  bus.subscribe('App.i18n', label);

  const judge = async (): Promise<void> => {
    const running = await bus.command('CallbackService.running').catch(() => null);
    setBadge(launcher, running ? translator.text('ringback.RequestRuns') : undefined);
  };
  bus.subscribe('Callback.closed', judge);
  await judge();

  if (config.sidebar) void bus.loadPlugin('SideBar');
  if (config.push) void offerPush(deps);
  // What was under way before a reload comes back; else the plugin waits to be asked for.
  if (config.callin && environment.session.get(callInKey(deps.sections?.callback, deps.baseUrl))) void bus.loadPlugin('CallIn');
  const proactive = readProactive(config.proactive);
  if (!proactive || launcher?.shadowRoot?.querySelector('.badge')) return;
  const { startProactive } = await import('./plugins/proactive/index.js');
  if (!host.signal.aborted)
    startProactive({
      bus,
      environment,
      translator,
      main: options.main,
      position: options.position,
      options: proactive,
      signal: host.signal,
      launcher,
    });
}

/** The plugin comes when there is a request to tell of, or when a message may be waiting for this page. */
async function offerPush({ bus, environment }: PanelDeps): Promise<void> {
  const offer = (): unknown => bus.command('Push.offer');
  bus.subscribe('Callback.completed', offer);
  bus.subscribe('CallIn.submitted', offer);
  // One that was under way before a reload.
  bus.subscribe('CallIn.opened', ({ data: { state } }) => void (state !== 'idle' && offer()));
  const { permission } = (environment.global['Notification'] as typeof Notification | undefined) ?? {};
  if (permission === 'granted' || (await bus.command('CallbackService.running').catch(() => null))) offer();
}
