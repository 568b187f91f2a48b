import type { Role } from '@ringback/contract';
import type { ComponentType } from 'preact';
import { DeskPage } from '../desk/DeskPage.js';
import { DESK_ROLES } from '../desk/desk-commands.js';
import { DEVELOPER_ROLES, DEVELOPER_ROUTE, DeveloperPage } from '../developer/DeveloperPage.js';
import type { IconName } from '../ui/Icon.js';

/** One page of the console. A new one is one entry in {@link PAGES}: rail, route and rights follow from it. */
export interface Page {
  /** Its own, and the beginning of its parts': `/developer` of `/developer/errors`. */
  readonly route: string;
  readonly label: string;
  readonly icon: IconName;
  /** Any one of them opens it. The server judges each request by itself; this only spares people closed doors. */
  readonly roles: readonly Role[];
  readonly View: ComponentType;
}

/** In the order of the rail. */
const PAGES: readonly Page[] = [
  { route: '/desk', label: 'My desk', icon: 'person', roles: DESK_ROLES, View: DeskPage },
  { route: DEVELOPER_ROUTE, label: 'Developer', icon: 'code', roles: DEVELOPER_ROLES, View: DeveloperPage },
];

/** The pages that somebody with these roles may open. */
export const pagesFor = (roles: readonly Role[], pages: readonly Page[] = PAGES): readonly Page[] =>
  pages.filter((page) => page.roles.some((role) => roles.includes(role)));

/** The page of a route, which may name a part of it. */
export const pageAt = (route: string, pages: readonly Page[]): Page | undefined =>
  pages.find((page) => route === page.route || route.startsWith(`${page.route}/`));
