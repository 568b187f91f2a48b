import type { BusPlugin, Settler } from '../../bus/bus-types.js';
import type { Environment } from '../../environment.js';
import { defaultFields } from '../../form/fields.js';
import type { OpenForm } from '../../form/open-form.js';
import type { Translator } from '../../i18n/translate.js';
import { isEmpty, readCallbackOptions } from '../../options/read-options.js';
import type { CallbackOptions, MainOptions, WidgetOptions } from '../../options/widget-options.js';
import { createEarlyOpening } from './early-opening.js';
import { createPanelView, type CreateView, type PanelView } from './panel-view.js';
import './protocol.js';
import type { OpenOptions } from './protocol.js';
import { Session } from './session.js';

export interface CallbackDeps {
  readonly plugin: BusPlugin<'Callback'>;
  readonly environment: Environment;
  readonly translator: Translator;
  readonly container: HTMLElement;
  readonly signal: AbortSignal;
  readonly main: MainOptions;
  readonly position: WidgetOptions['position'];
  /** IANA zone of the visitor. */
  zone(): string;
  /** Draws the panel; without it, in a shadow root. */
  readonly createView?: CreateView | undefined;
}

const EVENTS = [
  'ready',
  'opened',
  'started',
  'submitted',
  'completed',
  'cancelled',
  'closed',
  'minimized',
  'unminimized',
  'validationFailed',
  'rejected',
  'timeSelected',
  'statusChanged',
];
const NOT_OPEN = 'Callback is not currently open. Ignoring command.';

/** Registers the commands of `Callback`. The caller starts the plugin. */
export function registerCallback(deps: CallbackDeps): { destroy(): void } {
  const { plugin } = deps;
  let section: Record<string, unknown> = {};
  let options = readCallbackOptions(section);
  let session: Session | undefined;
  const view = (deps.createView ?? createPanelView)({ ...deps, countryCodes: () => options.countryCodes });

  const sessionDeps = { ...deps, ...view, options: () => options, onClose: close };
  const make = (): Session | undefined =>
    options.form || options.identity || !view.unseen
      ? undefined
      : new Session({ ...sessionDeps, form: plainForm(deps), open: {}, running: null });
  const on = () => ({ minimize, close, privacyUrl: options.privacyUrl });
  const { take, discard } = createEarlyOpening({ ...deps, make, draw: (usual) => view.unseen?.(usual, on()) ?? [], hide: view.hide });
  const open = async (data: OpenOptions, deferred: Settler<void>): Promise<void> => {
    if (session) return deferred.reject('already opened');
    const definition = data.formJSON ?? options.form;
    const given = await formOf({ definition, identity: options.identity, loadLater: view.loadLater }, deps);
    const running = await plugin.command('CallbackService.running').catch(() => null);
    // Two calls at once: the first one opens.
    if (session) return deferred.reject('already opened');
    const form = { ...given, fields: view.complete?.(given.fields, definition) ?? given.fields };
    session = take(!running && isEmpty(data)) ?? new Session({ ...sessionDeps, form, open: data, running });
    view.show(session, { ...on(), definition, keepFocus: data.keepFocus });
    session.start();
    deferred.resolve();
  };
  function close(): void {
    const closing = session;
    discard();
    if (!closing) return;
    session = undefined;
    closing.end();
    view.hide();
  }
  function minimize(minimized: boolean): void {
    if (!session || view.minimized.peek() === minimized) return;
    view.minimized.value = minimized;
    view.focus();
    session.lifecycle[minimized ? 'minimized' : 'unminimized']();
  }

  plugin.registerEvents(EVENTS);
  plugin.registerCommand('configure', ({ data, deferred }) => {
    if (isEmpty(data) && !isEmpty(section)) return deferred.reject('Invalid configuration');
    options = readCallbackOptions((section = { ...section, ...data }));
    discard();
    deferred.resolve();
  });
  plugin.registerCommand('open', ({ data, deferred }) => open(data, deferred));
  plugin.registerCommand('close', ({ deferred }) => {
    if (!session) return deferred.reject('already closed');
    close();
    deferred.resolve();
  });
  plugin.registerCommand('minimize', ({ data, deferred }) => {
    if (!session) return deferred.reject(NOT_OPEN);
    minimize(data.minimized ?? !view.minimized.peek());
    deferred.resolve();
  });
  registerOverlayCommands(deps, view, () => session !== undefined);
  return { destroy: close };
}

const plainForm = ({ translator }: CallbackDeps): OpenForm => ({ fields: defaultFields(translator.resolve) });

/** The form to draw. */
async function formOf(
  { definition, identity, loadLater }: Pick<PanelView, 'loadLater'> & { definition: CallbackOptions['form']; identity: string | undefined },
  deps: CallbackDeps,
): Promise<OpenForm> {
  const { translator, environment, plugin } = deps;
  const plain = plainForm(deps);
  if (!definition && !identity) return plain;
  try {
    // The drawings of its fields come with the rest of the panel: here in time for the first picture, or not waited for.
    const [{ openCustomForm }] = await Promise.all([import('../../form/custom-form.js'), import('./views/later.js')]);
    await loadLater();
    return openCustomForm({ definition, identity, translator, environment, bus: plugin });
  } catch (cause) {
    environment.warn("The reader of callback.form couldn't be loaded; the default form is shown", cause);
    return plain;
  }
}

/** The site's own content over the panel. */
function registerOverlayCommands({ plugin, environment }: CallbackDeps, view: PanelView, isOpen: () => boolean): void {
  plugin.registerCommand('showOverlay', async ({ data, deferred }) => {
    if (!isOpen()) return deferred.reject(NOT_OPEN);
    const { showOverlay } = await view.loadLater();
    showOverlay(view.overlay, data, deferred, environment.document);
  });
  plugin.registerCommand('hideOverlay', ({ deferred }) => {
    if (!isOpen()) return deferred.reject(NOT_OPEN);
    if (!view.overlay.peek()) return deferred.reject('No overlay is open. Ignoring command.');
    view.overlay.value = undefined;
    deferred.resolve();
  });
}
