import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon.js';

/** A remark with an icon. `warn` is for what needs the visitor. */
export function Note({ icon, tone, title, children }: { icon: IconName; tone?: 'warn'; title?: string; children?: ComponentChildren }) {
  return (
    <div class={tone ? `note ${tone}` : 'note'}>
      <Icon name={icon} />
      <div>
        {title && <b>{title} </b>}
        {children}
      </div>
    </div>
  );
}
