import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './Icon.js';

interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly actions?: ComponentChildren;
}

/** Where nothing is to be shown: why, and what to do next. */
export function EmptyState({ icon, title, children, actions }: EmptyStateProps): JSX.Element {
  return (
    <div class="empty">
      <div class="empty-badge">
        <Icon name={icon} />
      </div>
      <h2 tabIndex={-1}>{title}</h2>
      {children && <div class="empty-text">{children}</div>}
      {actions && <div class="empty-actions">{actions}</div>}
    </div>
  );
}
