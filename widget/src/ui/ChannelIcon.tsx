import { channelIcon } from './channel-icons.js';

export interface ChannelIconProps {
  /** Vendor's name of the drawing. */
  name: string;
  /** The site's own drawing instead, already clean. */
  own?: Node | undefined;
}

/** The drawing of a channel: a decoration, the words stand beside it. */
export function ChannelIcon({ name, own }: ChannelIconProps) {
  if (own) return <span class="own" ref={(place) => place?.replaceChildren(own.cloneNode(true))} aria-hidden="true" inert />;
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={channelIcon(name)} />
    </svg>
  );
}
