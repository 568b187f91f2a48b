import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './Icon.js';

type Tone = 'bad' | 'warn' | 'info' | 'good';
const ICONS: Readonly<Record<Tone, IconName>> = { bad: 'warning', warn: 'warning', info: 'info', good: 'check' };

interface NoticeProps {
  readonly tone: Tone;
  readonly children: ComponentChildren;
  /** The way out, as a button. */
  readonly action?: ComponentChildren;
  /** Read out at once (`alert`), at the next pause (`status`), or only when reached. */
  readonly role?: 'alert' | 'status';
}

/** A problem or a fact, said where it belongs. */
export function Notice({ tone, children, action, role }: NoticeProps): JSX.Element {
  return (
    <div class={`notice ${tone}`} role={role}>
      <Icon name={ICONS[tone]} />
      <div class="notice-text">{children}</div>
      {action}
    </div>
  );
}
