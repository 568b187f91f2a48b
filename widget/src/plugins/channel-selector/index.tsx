/** @packageDocumentation The plugin ChannelSelector: one list of all the ways to reach the site, each with its wait. */
import type { BusPlugin } from '../../bus/bus-types.js';
import { settleIf } from '../../bus/settle-if.js';
import { englishChannels } from '../../i18n/english-channels.js';
import type { PanelDeps } from '../../load-panel.js';
import { createFrame, type Frame, type FrameDeps } from '../../panel/frame.js';
import { deepActiveElement, returnFocus } from '../../ui/focus.js';
import type { Channel } from './channel-model.js';
import { ChannelList } from './ChannelList.js';
import { Channels, type ChannelsDeps } from './channels.js';
import css from './channels.css?inline';
import { cleanDrawing } from './clean-drawing.js';
import './protocol.js';

export interface ChannelSelectorDeps extends FrameDeps, Pick<ChannelsDeps, 'clean'> {
  readonly plugin: BusPlugin<'ChannelSelector'>;
  /** Ends the widget. */
  readonly signal: AbortSignal;
  /** The button in the corner, where the list stands. */
  readonly launcher?: HTMLElement | undefined;
}

/** Registers the plugin on the widget's bus and starts it. */
export function register({
  bus,
  environment,
  translator,
  options: { main, position },
  host: { signal },
  launcher,
  start,
}: PanelDeps): void {
  const plugin = bus.registerPlugin('ChannelSelector');
  if (!plugin) return;
  const clean = (html: unknown) => cleanDrawing(html, environment);
  registerChannelSelector({ plugin, environment, translator, main, position, signal, launcher, clean });
  start(plugin, 'channelselector');
}

/** Registers the commands of `ChannelSelector`. The caller starts the plugin. */
export function registerChannelSelector(deps: ChannelSelectorDeps): void {
  const { plugin, translator, signal } = deps;
  translator.add(englishChannels);
  const selector = new ChannelSelector(deps);
  plugin.registerEvents(['ready', 'opened', 'closed', 'selected']);
  plugin.registerCommand('configure', ({ data, deferred }) => {
    selector.configure(data);
    deferred.resolve();
  });
  plugin.registerCommand('open', ({ deferred }) => settleIf(!selector.isOpen, deferred, () => selector.open(), 'already opened'));
  plugin.registerCommand('close', ({ deferred }) => settleIf(selector.isOpen, deferred, () => selector.close(), 'already closed'));
  signal.addEventListener('abort', () => selector.end());
}

/** One opening of the list. */
interface Opening {
  readonly frame: Frame;
  readonly opener: HTMLElement | undefined;
  /** Name of the channel that couldn't be opened before. */
  readonly failed: string | undefined;
  /** How the button in the corner was shown before. */
  readonly launcherDisplay: string;
}

class ChannelSelector {
  readonly #deps: ChannelSelectorDeps;
  #section: Record<string, unknown> = {};
  #channels: Channels;
  #opening: Opening | undefined;

  constructor(deps: ChannelSelectorDeps) {
    this.#deps = deps;
    this.#channels = this.#read();
  }

  get isOpen(): boolean {
    return this.#opening !== undefined;
  }

  configure(data: Record<string, unknown>): void {
    this.#section = { ...this.#section, ...data };
    this.#channels.end();
    this.#channels = this.#read();
    if (this.isOpen) this.#channels.ask();
    this.#draw();
  }

  open(failed?: string): void {
    const { plugin, environment, launcher } = this.#deps;
    const frame = createFrame(this.#deps, 'ringback-channels', css);
    this.#opening = { frame, opener: deepActiveElement(environment.document), failed, launcherDisplay: launcher?.style.display ?? '' };
    launcher?.style.setProperty('display', 'none', 'important');
    this.#channels.ask();
    this.#draw();
    // The first that can be chosen; with none, the list itself, so that it is read.
    const first = frame.mount.querySelector<HTMLElement>('.channel:not([aria-disabled])');
    (first ?? frame.mount.querySelector<HTMLElement>('.screen'))?.focus({ preventScroll: true });
    plugin.publish('opened');
  }

  close(): void {
    if (!this.#opening) return;
    const { frame, opener, launcherDisplay } = this.#opening;
    this.#opening = undefined;
    this.#channels.rest();
    frame.remove();
    this.#deps.launcher?.style.setProperty('display', launcherDisplay, 'important');
    this.#deps.plugin.publish('closed');
    returnFocus(opener);
  }

  end(): void {
    this.close();
    this.#channels.end();
  }

  #read(): Channels {
    const { plugin, environment, translator, clean } = this.#deps;
    return new Channels(this.#section, { plugin, environment, resolve: translator.resolve, clean, onChange: () => this.#draw() });
  }

  #draw(): void {
    if (!this.#opening) return;
    const { frame, failed } = this.#opening;
    frame.draw(
      <ChannelList
        lines={this.#channels.lines()}
        translator={this.#deps.translator}
        failed={failed}
        onChoose={(channel) => this.#choose(channel)}
        onClose={() => this.close()}
      />,
    );
  }

  #choose({ name, clickCommand, clickOptions, label }: Channel): void {
    const { plugin, signal } = this.#deps;
    plugin.publish('selected', { name, clickCommand });
    // Closed first: what opens now gives the focus back to who had it before the list.
    this.close();
    void plugin.command(clickCommand, { ...clickOptions }).fail((cause) => {
      if (/already opened/i.test(String(cause)) || this.isOpen || signal.aborted) return;
      this.open(label);
    });
  }
}
