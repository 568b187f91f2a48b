import { isObject, readFields } from '../../options/read-fields.js';
import { channelFields } from '../../options/section-fields.js';

/** How the wait of a channel is judged; seconds. */
export interface ChannelWait {
  readonly queue: string;
  readonly isShown: boolean;
  /** Up to here nobody is told of a wait. */
  readonly min: number | undefined;
  /** Above it the channel can't be chosen. */
  readonly max: number | undefined;
  readonly hidesAboveMax: boolean;
}

/** One way to reach the site, as it was configured. */
export interface Channel {
  readonly name: string;
  readonly clickCommand: string;
  readonly clickOptions: Record<string, unknown>;
  readonly readyEvent: string | undefined;
  readonly label: string;
  readonly icon: string;
  /** The site's own icon instead. */
  readonly html: unknown;
  readonly wait: ChannelWait | undefined;
}

/** What the visitor sees of a channel. */
export type ChannelState =
  /** Nothing is known of a wait, or none is asked for. */
  | { readonly kind: 'plain' }
  | { readonly kind: 'available' }
  | { readonly kind: 'waiting'; readonly minutes: number }
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'hidden' };

/** Words for configured names: `@i18n:` references, and keys of the pack's `channelselector`. */
export type Resolve = (text: string) => string;

/** A site that configures no channels has the one that there is. */
const CALLBACK = { clickCommand: 'Callback.open', readyEvent: 'Callback.ready', i18n: 'CallbackTitle', icon: 'call-incoming' };

function labelOf(
  { i18n, displayName, name, clickCommand }: { [Key in 'i18n' | 'displayName' | 'name' | 'clickCommand']?: string },
  resolve: Resolve,
) {
  const reference = `@i18n:channelselector.${i18n}`;
  const found = i18n === undefined ? reference : resolve(i18n.startsWith('@i18n:') ? i18n : reference);
  if (i18n !== undefined && !found.startsWith('@i18n:')) return found;
  return (displayName && resolve(displayName)) || i18n || name || clickCommand || '';
}

/** Reads the channels of a section, in order; those that are switched off or have no command are left out. */
export function readChannels(section: Record<string, unknown>, resolve: Resolve): Channel[] {
  const given = Array.isArray(section['channels']) ? section['channels'].filter(isObject) : [CALLBACK];
  return given
    .map((entry) => readFields(entry, channelFields, '', () => {}))
    .filter(({ enable, clickCommand }) => enable && clickCommand !== '')
    .map((channel) => {
      const { clickCommand, clickOptions, readyEvent, icon, html, ewt } = channel;
      const label = labelOf(channel, resolve);
      return {
        name: channel.name || clickCommand.split('.')[0] || label,
        clickCommand,
        clickOptions,
        readyEvent,
        label,
        icon,
        html,
        wait: ewt.queue
          ? {
              queue: ewt.queue,
              isShown: ewt.display,
              min: ewt.availabilityThresholdMin,
              max: ewt.availabilityThresholdMax,
              hidesAboveMax: ewt.hideChannelWhenThresholdMax,
            }
          : undefined,
      };
    });
}

/** What a wait of so many seconds means for a channel; `undefined` or below 0 is unknown, and keeps nobody out. */
export function judgeWait(wait: ChannelWait | undefined, seconds: number | undefined): ChannelState {
  if (!wait || seconds === undefined || seconds < 0) return { kind: 'plain' };
  if (wait.max !== undefined && seconds > wait.max) return { kind: wait.hidesAboveMax ? 'hidden' : 'unavailable' };
  if (!wait.isShown) return { kind: 'plain' };
  if (seconds === 0 || (wait.min !== undefined && seconds < wait.min)) return { kind: 'available' };
  return { kind: 'waiting', minutes: Math.max(1, Math.round(seconds / 60)) };
}
