import type { Translator } from '../../i18n/translate.js';
import { ChannelIcon } from '../../ui/ChannelIcon.js';
import { Icon } from '../../ui/Icon.js';
import type { Channel, ChannelState } from './channel-model.js';
import type { ChannelLine } from './channels.js';

export interface ChannelListProps {
  lines: readonly ChannelLine[];
  translator: Translator;
  /** Name of the channel that couldn't be opened. */
  failed: string | undefined;
  onChoose(channel: Channel): void;
  onClose(): void;
}

/** The dialog: one button a channel, each with what is known of its wait. */
export function ChannelList({ lines, translator, failed, onChoose, onClose }: ChannelListProps) {
  const shown = lines.filter(({ state }) => state.kind !== 'hidden');
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    onClose();
  };
  return (
    <div class="dock low">
      <section
        class="panel channels"
        role="dialog"
        aria-label={translator.text('channelselector.AriaWindowLabel')}
        aria-describedby="rb-subtitle"
        onKeyDown={onKeyDown}
      >
        <header class="head">
          <div>
            <h2>{translator.text('channelselector.Title')}</h2>
            <p class="status" id="rb-subtitle">
              {translator.text('channelselector.SubTitle')}
            </p>
          </div>
          <button type="button" class="tool" aria-label={translator.text('channelselector.AriaClose')} onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        <div class="screen" tabIndex={-1}>
          <div role="alert">
            {failed !== undefined && (
              <p class="note warn">
                <Icon name="warn" />
                {translator.text('ringback.ChannelFailed', { Name: failed })}
              </p>
            )}
          </div>
          {shown.length === 0 ? (
            <p class="note">{translator.text('ringback.ChannelsNone')}</p>
          ) : (
            <ul>
              {shown.map((line) => (
                <li key={line.channel}>
                  <ChannelButton {...line} translator={translator} onChoose={onChoose} />
                </li>
              ))}
            </ul>
          )}
        </div>
      </section>
    </div>
  );
}

function ChannelButton({
  channel,
  state,
  isReady,
  own,
  translator,
  onChoose,
}: ChannelLine & Pick<ChannelListProps, 'translator' | 'onChoose'>) {
  const isOpen = isReady && state.kind !== 'unavailable';
  return (
    <button type="button" class={`channel ${state.kind}`} aria-disabled={!isOpen || undefined} onClick={() => isOpen && onChoose(channel)}>
      <span class="tile">
        <ChannelIcon name={channel.icon} own={own} />
      </span>
      <span class="words">
        <b>{channel.label}</b>
        {/* Its line is kept where a wait may come, so that nothing moves. */}
        {channel.wait && <span class="wait-text">{waitText(state, translator)}</span>}
      </span>
      <Icon name="down" />
    </button>
  );
}

function waitText(state: ChannelState, { text, lang }: Translator): string {
  switch (state.kind) {
    case 'available':
      return text('channelselector.AvailableTitle');
    case 'unavailable':
      return text('channelselector.UnavailableTitle');
    case 'waiting': {
      const unit = text(state.minutes === 1 ? 'channelselector.minute' : 'channelselector.minutes');
      return `${text('channelselector.WaitTimeTitle')}: ${new Intl.NumberFormat(lang).format(state.minutes)} ${unit}`;
    }
    case 'plain':
    case 'hidden':
      return '\u00a0';
    default:
      return state satisfies never;
  }
}
