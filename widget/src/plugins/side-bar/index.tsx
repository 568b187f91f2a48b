/** @packageDocumentation The plugin SideBar: buttons at the edge of the window, instead of the one in the corner. */
import type { Bus, BusPlugin } from '../../bus/bus-types.js';
import { guarded } from '../../bus/deferred.js';
import { settleIf } from '../../bus/settle-if.js';
import { englishChannels } from '../../i18n/english-channels.js';
import type { PanelDeps } from '../../load-panel.js';
import { readFields } from '../../options/read-fields.js';
import { sideBarFields } from '../../options/section-fields.js';
import { createFrame, type Frame, type FrameDeps } from '../../panel/frame.js';
import { elementQuery } from '../../ui/element-set.js';
import { Bar } from './Bar.js';
import css from './bar.css?inline';
import './protocol.js';
import { readEntries, type Entry } from './side-bar-options.js';

export interface SideBarDeps extends FrameDeps {
  readonly bus: Bus;
  readonly plugin: BusPlugin<'SideBar'>;
  /** Ends the widget. */
  readonly signal: AbortSignal;
  /** The button in the corner; it isn't there while the bar is. */
  readonly launcher: HTMLElement | undefined;
  /** Vendor's `Common`, for the site's own handlers. */
  common(): unknown;
}

/** Our own plugins come with their first command: nobody has to wait until they are there. */
const COMES_WHEN_ASKED = /^(Callback|ChannelSelector|Calendar|CallbackService|StatsService|App|Overlay|Toaster)\.ready$/;

/** Registers the plugin on the widget's bus and starts it. */
export function register({
  bus,
  environment,
  translator,
  options: { main, position },
  host: { signal },
  start,
  launcher,
  vendor,
}: PanelDeps): void {
  const plugin = bus.registerPlugin('SideBar');
  if (!plugin) return;
  const common = () => vendor?.common ?? {};
  registerSideBar({ bus, plugin, environment, translator, main, position, signal, launcher, common });
  start(plugin, 'sidebar');
}

/** Registers the commands of `SideBar`. The caller starts the plugin; it shows itself unless `showOnStartup` is off. */
export function registerSideBar({ plugin, ...deps }: SideBarDeps): void {
  deps.translator.add(englishChannels);
  const bar = new SideBar({ plugin, ...deps });
  let isStarted = false;
  plugin.registerEvents(['ready', 'opened', 'closed']);
  plugin.registerCommand('configure', ({ data, deferred }) => {
    bar.configure(data);
    if (!isStarted && bar.showsOnStartup && !bar.isOpen) bar.open();
    isStarted = true;
    deferred.resolve();
  });
  plugin.registerCommand('open', ({ deferred }) => settleIf(!bar.isOpen, deferred, () => bar.open(), 'already opened'));
  plugin.registerCommand('close', ({ deferred }) => settleIf(bar.isOpen, deferred, () => bar.close(), 'already closed'));
  deps.signal.addEventListener('abort', () => bar.close());
}

class SideBar {
  readonly #deps: SideBarDeps;
  #section: Record<string, unknown> = {};
  #options = readFields({}, sideBarFields, '', () => {});
  #entries: Entry[] = [];
  #frame: Frame | undefined;
  readonly #inTheWay: ReadonlySet<string>;
  /** Events that plugins say to be ready by -> whether they have. */
  readonly #ready = new Map<string, boolean>();

  constructor(deps: SideBarDeps) {
    this.#deps = deps;
    this.#inTheWay = followOthers(deps.plugin, () => this.#draw());
  }

  get isOpen(): boolean {
    return this.#frame !== undefined;
  }

  get showsOnStartup(): boolean {
    return this.#options.showOnStartup;
  }

  open(): void {
    const { plugin, launcher, position } = this.#deps;
    this.#frame = createFrame({ ...this.#deps, position: this.#options.position ?? position }, 'ringback-sidebar', css);
    launcher?.remove();
    this.#draw();
    plugin.publish('opened');
  }

  close(): void {
    const { plugin, launcher, signal, environment } = this.#deps;
    if (!this.#frame) return;
    this.#frame.remove();
    this.#frame = undefined;
    if (launcher && !signal.aborted) environment.document.documentElement.append(launcher);
    plugin.publish('closed');
  }

  configure(data: Record<string, unknown>): void {
    const wasOpen = this.isOpen;
    this.close();
    this.#section = { ...this.#section, ...data };
    this.#options = readFields(this.#section, sideBarFields, '', () => {});
    this.#entries = readEntries(this.#section, this.#deps.translator.resolve);
    for (const { readyEvent } of this.#entries) if (readyEvent && !COMES_WHEN_ASKED.test(readyEvent)) this.#awaitEvent(readyEvent);
    if (wasOpen) this.open();
  }

  #awaitEvent(event: string): void {
    if (this.#ready.has(event)) return;
    this.#ready.set(event, false);
    this.#deps.plugin.subscribe(event, () => {
      this.#ready.set(event, true);
      this.#draw();
    });
  }

  #draw(): void {
    const isReady = ({ readyEvent = '' }: Entry): boolean => this.#ready.get(readyEvent) ?? true;
    this.#frame?.draw(
      <Bar
        label={this.#deps.translator.text('ringback.SideBarLabel')}
        entries={this.#entries.map((entry) => ({ ...entry, isReady: isReady(entry) }))}
        isHidden={this.#inTheWay.size > 0}
        expandOnHover={this.#options.expandOnHover}
        onPress={(entry) => this.#press(entry)}
      />,
    );
  }

  #press({ name, onClick, clickCommand, clickOptions }: Entry): void {
    const { bus, plugin, environment, common } = this.#deps;
    const warn = (cause: unknown): void => environment.warn(`SideBar: ${name} failed`, cause);
    if (onClick) void guarded(() => onClick(environment.global['jQuery'] ?? elementQuery(environment.document), bus, common()), warn);
    else if (clickCommand) void plugin.command(clickCommand, { ...clickOptions }).fail(warn);
  }
}

/** Names of our own that are open in the bar's place, kept up to date. */
function followOthers(plugin: SideBarDeps['plugin'], onChange: () => void): ReadonlySet<string> {
  const open = new Set<string>();
  for (const other of ['Callback', 'ChannelSelector']) {
    plugin.subscribe(`${other}.opened`, () => {
      open.add(other);
      onChange();
    });
    plugin.subscribe(`${other}.closed`, () => {
      open.delete(other);
      onChange();
    });
  }
  return open;
}
