import type { Session } from '@ringback/contract';
import type { JSX } from 'preact';
import { Icon } from '../ui/Icon.js';
import type { Page } from './pages.js';
import { UserMenu } from './UserMenu.js';

interface RailProps {
  readonly pages: readonly Page[];
  readonly session: Session;
  readonly current: Page | undefined;
}

/** Brand and site, pages, and who is signed in: at the left, or across the top of a narrow screen. */
export function Rail({ pages, session, current }: RailProps): JSX.Element {
  return (
    <div class="rail">
      <div class="brand">
        <span class="brand-mark">
          <Icon name="phone" />
        </span>
        <span class="brand-name">
          Ringback
          <small>{session.site}</small>
        </span>
      </div>
      <nav class="rail-pages" aria-label="Pages">
        {pages.map((page) => (
          <a key={page.route} href={`#${page.route}`} aria-current={page === current ? 'page' : undefined}>
            <Icon name={page.icon} />
            {page.label}
          </a>
        ))}
      </nav>
      <UserMenu session={session} />
    </div>
  );
}
