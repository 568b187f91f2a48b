/** The page a visitor came from, short: its path; for a front page its host. As it came when it is no address. */
export function pageText(page: string): string {
  if (!URL.canParse(page)) return page;
  const { host, pathname } = new URL(page);
  if (host === '') return page;
  return pathname === '/' ? host : decoded(pathname);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const languages = new Intl.DisplayNames('en', { type: 'language', languageDisplay: 'standard', style: 'short' });

/** `English (US)` for `en-US`; as it came when it is no language tag. */
export function languageText(tag: string): string {
  try {
    return languages.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** `2:04 PM`, in the reader's own way of writing time unless a locale is given. */
export const timeOfDay = (epochMs: number, locale?: string): string =>
  new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' }).format(epochMs);

/** One or two capitals for a username: `AL` for `ada.lopes`. */
export function initials(username: string): string {
  const words = username.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].flatMap((word) => (word ? [...word].slice(0, 1) : []));
  return letters.join('').toUpperCase() || '?';
}

/** `Nov 23, 2:04:50 PM`, in the reader's own way of writing it unless a locale is given. */
export const dateAndTime = (epochMs: number, locale?: string): string =>
  new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit' }).format(
    epochMs,
  );
