import type { Environment } from '../../environment.js';

/** The provider's frame of pictures, by the documented name of what it shows. */
const CHALLENGE = 'iframe[src*="/bframe"]';
/** A solved challenge disappears, too, and its token comes at the same time. */
const GRACE_MS = 1500;

/**
 * The provider tells nobody that a visitor has closed the challenge, by a press beside it or by Escape: seen by its frame, which was
 * visible and is no more.
 * @returns a function that ends the watching
 */
export function watchChallenge({ document, after }: Environment, onClosed: () => void): () => void {
  let wasOpen = false;
  let callOff = (): void => undefined;
  const look = (): void => {
    const isOpen = [...document.querySelectorAll<HTMLElement>(CHALLENGE)].some((frame) => isSeen(frame, document));
    if (isOpen === wasOpen) return;
    wasOpen = isOpen;
    callOff();
    callOff = isOpen ? () => undefined : after(GRACE_MS, onClosed);
  };
  const view = document.defaultView ?? globalThis;
  const observer = new view.MutationObserver(look);
  observer.observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ['style', 'class'] });
  look();
  return () => {
    observer.disconnect();
    callOff();
  };
}

function isSeen(frame: HTMLElement, document: Document): boolean {
  const { visibility, display } = (document.defaultView ?? globalThis).getComputedStyle(frame);
  return visibility !== 'hidden' && display !== 'none' && frame.getBoundingClientRect().height > 0;
}
