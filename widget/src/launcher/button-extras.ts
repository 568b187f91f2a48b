/* What few buttons have beyond being pressed: words of another language, and the badge of a booked call. */

const BADGE = `button{position:relative}
.badge{position:absolute;inset-block-start:-3px;inset-inline-end:-3px;inline-size:14px;block-size:14px;border-radius:50%;background:var(--rb-good,light-dark(#0d7a4e,#5fd6a1));border:2px solid Canvas}
.badge span{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}`;

const buttonOf = (launcher: HTMLElement | undefined): HTMLButtonElement | null | undefined => launcher?.shadowRoot?.querySelector('button');

/** Gives the button its words. */
export function setLabel(launcher: HTMLElement | undefined, text: string, { lang, direction }: { lang: string; direction: string }): void {
  const button = buttonOf(launcher);
  const words = [...(button?.childNodes ?? [])].find((node) => node.nodeType === 3);
  if (!button || !words) return;
  if (words.nodeValue === text && button.lang === lang) return;
  words.nodeValue = text;
  button.lang = lang;
  button.dir = direction;
  const root = button.getRootNode() as ShadowRoot;
  // It stands at the far side and grows: to the browser its near side moves, a shift of the page. What is put in anew has moved nowhere.
  if (root.activeElement !== button) root.append(...root.childNodes);
}

/** Shows by a dot that a request runs, and says so; `undefined` takes it away. */
export function setBadge(launcher: HTMLElement | undefined, text: string | undefined): void {
  const button = buttonOf(launcher);
  const shown = button?.querySelector('.badge');
  if (text === undefined) return shown?.remove();
  if (!button || shown) return;
  const { ownerDocument: document } = button;
  const root = button.getRootNode() as ShadowRoot;
  const sheet = new (document.defaultView ?? globalThis).CSSStyleSheet();
  sheet.replaceSync(BADGE);
  if (root.adoptedStyleSheets.length === 1) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const badge = document.createElement('span');
  badge.className = 'badge';
  const words = document.createElement('span');
  words.textContent = `, ${text}`;
  badge.append(words);
  button.append(badge);
}
