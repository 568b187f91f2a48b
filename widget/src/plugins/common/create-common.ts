/*
 * `Common`, the third argument of extensions and the last of validators: what they build containers, alerts and links with.
 * Sets are jQuery's on a page that has it, else like them.
 */
import type { Environment } from '../../environment.js';
import { makeButtons, makeContainer, makeIcon, type ContainerOptions } from '../../ui/container.js';
import { make, nodeOf, setOf } from '../../ui/page-nodes.js';

const ADDRESS = /\bhttps?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)]/gi;
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The parts that a site's extension may ask for. Texts are shown as they are; markup is cleaned. */
export function createCommon({ document, global, warn, matchMedia }: Pick<Environment, 'document' | 'global' | 'warn' | 'matchMedia'>) {
  const asSet = <Kind extends Node>(node: Kind): readonly Kind[] => setOf(node, global);
  const elementOf = (given: unknown): HTMLElement | undefined => {
    const node = typeof given === 'string' ? document.querySelector(given) : nodeOf(given, document);
    return node?.nodeType === 1 ? (node as HTMLElement) : undefined;
  };
  return {
    Generate: {
      Container: (options: ContainerOptions = {}) => asSet(makeContainer(options, document)),
      Buttons: (options: ContainerOptions['buttons'] = {}) => asSet(makeButtons(options, document)),
      Icon: (name: string) => asSet(makeIcon(name, document)),
      Scrollbar: (content: unknown) => asSet(make(document, 'div', 'cx-scrollbar', nodeOf(content, document) ?? '')),
    },
    /** Lays a message over a container until it is answered. Resolves then. */
    showAlert: (container: unknown, { text = '', buttonText = 'Okay' }: { text?: string; buttonText?: string } = {}): Promise<void> =>
      new Promise((resolve) => {
        const place = elementOf(container);
        if (!place) return resolve(warn('Common.showAlert: no such container'));
        const button = make(document, 'button', 'cx-btn cx-btn-primary', buttonText);
        button.type = 'button';
        const alert = make(document, 'div', 'cx-alert', make(document, 'p', 'cx-alert-text', text), button);
        alert.setAttribute('role', 'alertdialog');
        alert.setAttribute('aria-label', text);
        button.addEventListener('click', () => {
          alert.remove();
          resolve();
        });
        place.append(alert);
        button.focus();
      }),
    /** Text as markup, with its web addresses as links. */
    linkify: (text: string): string => {
      let end = 0;
      let markup = '';
      for (const { 0: address, index } of text.matchAll(ADDRESS)) {
        markup += `${escaped(text.slice(end, index))}<a href="${escaped(address)}" target="_blank" rel="noopener">${escaped(address)}</a>`;
        end = index + address.length;
      }
      return markup + escaped(text.slice(end));
    },
    /** Whether the page is shown as on a phone. */
    mobileMode: (): boolean => matchMedia('(max-width: 600px)')?.matches ?? false,
    /** Fills `data-icon` elements with their drawing; ours need none. @returns what was given */
    insertIcons: <Given>(given: Given): Given => given,
    log: (...words: unknown[]): void => (global['console'] as Console | undefined)?.log(...words),
    debug: (...words: unknown[]): void => (global['console'] as Console | undefined)?.debug(...words),
    error: (message: string): void => warn(message),
  };
}
