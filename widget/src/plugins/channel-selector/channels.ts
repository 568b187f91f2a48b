import type { BusPlugin } from '../../bus/bus-types.js';
import type { Environment } from '../../environment.js';
import { readFields } from '../../options/read-fields.js';
import { selectorFields } from '../../options/section-fields.js';
import type { Stats } from '../stats-service/protocol.js';
import { judgeWait, readChannels, type Channel, type ChannelState, type Resolve } from './channel-model.js';

export interface ChannelsDeps {
  readonly plugin: BusPlugin<'ChannelSelector'>;
  readonly environment: Pick<Environment, 'after'>;
  readonly resolve: Resolve;
  /** A site's own markup, made harmless. `undefined`: nothing was left, or it couldn't be made so. */
  clean(html: unknown): Promise<Node | undefined>;
  /** Something new is known. */
  onChange(): void;
}

/** What is known of a channel at the moment. */
export interface ChannelLine {
  readonly channel: Channel;
  readonly state: ChannelState;
  /** Its plugin has said that it is there. */
  readonly isReady: boolean;
  readonly own: Node | undefined;
}

/** The channels of one configuration: who is there, and how long one waits. */
export class Channels {
  readonly #deps: ChannelsDeps;
  readonly #channels: readonly Channel[];
  readonly #queues: readonly string[];
  /** Milliseconds. */
  readonly #interval: number;
  readonly #ready = new Set<string>();
  readonly #drawings = new Map<Channel, Node>();
  readonly #leave: (() => void)[] = [];
  #stats: Stats = {};
  #callOff: (() => void) | undefined;
  #asks = false;

  constructor(section: Record<string, unknown>, deps: ChannelsDeps) {
    this.#deps = deps;
    this.#interval = readFields(section, selectorFields, '', () => {}).ewtRefreshInterval * 1000;
    this.#channels = readChannels(section, deps.resolve);
    this.#queues = [...new Set(this.#channels.flatMap(({ wait }) => wait?.queue ?? []))];
    for (const channel of this.#channels) {
      if (channel.readyEvent) this.#await(channel.readyEvent);
      if (channel.html) void this.#drawOwn(channel);
    }
  }

  lines(): ChannelLine[] {
    return this.#channels.map((channel) => ({
      channel,
      state: judgeWait(channel.wait, channel.wait && this.#stats[channel.wait.queue]?.ewt),
      isReady: channel.readyEvent === undefined || this.#ready.has(channel.readyEvent),
      own: this.#drawings.get(channel),
    }));
  }

  /** Asks for the waits now, and again and again, until {@link rest}. */
  ask(): void {
    if (this.#queues.length === 0) return;
    this.#asks = true;
    void this.#deps.plugin
      .command('StatsService.getStats', { group: 'EWT', vqName: this.#queues })
      // One that fails says nothing: what was known stays until the next answer.
      .done((stats) => {
        this.#stats = stats;
        this.#deps.onChange();
      })
      .always(() => {
        if (this.#asks) this.#callOff = this.#deps.environment.after(this.#interval, () => this.ask());
      });
  }

  rest(): void {
    this.#asks = false;
    this.#callOff?.();
  }

  /** Leaves no listener and no timer behind. */
  end(): void {
    this.rest();
    for (const unsubscribe of this.#leave) unsubscribe();
  }

  #await(event: string): void {
    const listen = () => {
      this.#ready.add(event);
      this.#deps.onChange();
    };
    this.#leave.push(this.#deps.plugin.subscribe(event, listen));
  }

  async #drawOwn(channel: Channel): Promise<void> {
    const node = await this.#deps.clean(channel.html);
    if (!node) return;
    this.#drawings.set(channel, node);
    this.#deps.onChange();
  }
}
