import { ChannelIcon } from '../../ui/ChannelIcon.js';
import type { Entry } from './side-bar-options.js';

export interface BarProps {
  label: string;
  entries: readonly (Entry & { isReady: boolean })[];
  /** Something of the widget's is open in its place. */
  isHidden: boolean;
  expandOnHover: boolean;
  onPress(entry: Entry): void;
}

/** A strip of buttons at the edge of the window. */
export function Bar({ label, entries, isHidden, expandOnHover, onPress }: BarProps) {
  return (
    <nav class={expandOnHover ? 'bar expands' : 'bar'} aria-label={label} hidden={isHidden}>
      <ul>
        {entries.map((entry) => (
          <li key={entry.name + entry.label}>
            <button
              type="button"
              title={entry.title}
              aria-label={entry.label}
              aria-disabled={!entry.isReady || undefined}
              onClick={() => entry.isReady && onPress(entry)}
            >
              <ChannelIcon name={entry.icon} />
              <span>{entry.label}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
