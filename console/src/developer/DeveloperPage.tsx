import type { Role } from '@ringback/contract';
import type { ComponentType, JSX } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { useApp } from '../console-app.js';
import { AccessSection } from './AccessSection.js';
import { CaptchaSection } from './CaptchaSection.js';
import { ErrorsSection } from './ErrorsSection.js';
import { IdentitySection } from './IdentitySection.js';

/** Whom the server lets at what is on this page. */
export const DEVELOPER_ROLES = ['administrator', 'developer'] as const satisfies readonly Role[];
export const DEVELOPER_ROUTE = '/developer';

const SECTIONS: readonly { readonly route: string; readonly label: string; readonly View: ComponentType }[] = [
  { route: `${DEVELOPER_ROUTE}/errors`, label: 'API errors', View: ErrorsSection },
  { route: `${DEVELOPER_ROUTE}/access`, label: 'Keys and origins', View: AccessSection },
  { route: `${DEVELOPER_ROUTE}/captcha`, label: 'Captcha', View: CaptchaSection },
  { route: `${DEVELOPER_ROUTE}/identity`, label: 'Signed identity', View: IdentitySection },
];

/** What helps those who connect a site: what was refused and why, and what the site's pages are allowed. */
export function DeveloperPage(): JSX.Element {
  const { router, environment } = useApp();
  const route = router.route.value;
  const section = SECTIONS.find((one) => one.route === route) ?? SECTIONS[0];
  useEffect(() => {
    if (section && section.route !== route) router.go(section.route, 'replace');
  }, [route]);
  useLayoutEffect(() => environment.showTitle(`${section?.label ?? ''} - Developer - Ringback`), [section]);
  return (
    <>
      <div class="bar">
        <h1>Developer</h1>
        <nav class="tabs" aria-label="Developer">
          {SECTIONS.map(({ route: target, label }) => (
            <a key={target} href={`#${target}`} aria-current={target === section?.route ? 'page' : undefined}>
              {label}
            </a>
          ))}
        </nav>
      </div>
      {section && <section.View key={section.route} />}
    </>
  );
}
