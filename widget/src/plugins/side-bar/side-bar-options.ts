import { isObject, readFields } from '../../options/read-fields.js';
import { entryFields } from '../../options/section-fields.js';

/** A site's own handler, with the vendor's arguments. */
export type OnClick = (jQuery: unknown, bus: unknown, common: unknown) => unknown;

/** One button of the bar. */
export interface Entry {
  readonly name: string;
  readonly label: string;
  /** What it does, in more words. */
  readonly title: string | undefined;
  readonly icon: string;
  readonly readyEvent: string | undefined;
  readonly clickCommand: string | undefined;
  readonly clickOptions: Record<string, unknown>;
  readonly onClick: OnClick | undefined;
}

/** What a bare name stands for. */
const BUILT_IN: Readonly<Record<string, { [Key in 'clickCommand' | 'displayName' | 'displayTitle' | 'icon']: string }>> = {
  Callback: {
    clickCommand: 'Callback.open',
    displayName: '@i18n:sidebar.CallbackName',
    displayTitle: '@i18n:sidebar.CallbackTitle',
    icon: 'call-incoming',
  },
  ChannelSelector: {
    clickCommand: 'ChannelSelector.open',
    displayName: '@i18n:sidebar.ChannelSelectorName',
    displayTitle: '@i18n:sidebar.ChannelSelectorTitle',
    icon: 'chat',
  },
};

/** Reads the entries of a section, in order; those that do nothing are left out. */
export function readEntries(section: Record<string, unknown>, resolve: (text: string) => string): Entry[] {
  const given = Array.isArray(section['channels']) ? section['channels'].filter(isObject) : [{ name: 'Callback' }];
  return given
    .map((entry) => {
      const read = readFields(entry, entryFields, '', () => {});
      const builtIn = Object.hasOwn(BUILT_IN, read.name) ? BUILT_IN[read.name] : undefined;
      const { name, displayName = builtIn?.displayName, displayTitle = builtIn?.displayTitle } = read;
      return {
        name,
        label: resolve(displayName || displayTitle || name),
        title: displayTitle && resolve(displayTitle),
        icon: read.icon ?? builtIn?.icon ?? '',
        readyEvent: read.readyEvent,
        clickCommand: read.clickCommand ?? builtIn?.clickCommand,
        clickOptions: read.clickOptions,
        onClick: typeof read.onClick === 'function' ? (read.onClick as OnClick) : undefined,
      };
    })
    .filter(({ clickCommand, onClick, label }) => label !== '' && (clickCommand || onClick));
}
