import { one } from './page.js';

/** The one method of the widget's bus that this page uses. */
interface Bus {
  command(name: string, options?: object): unknown;
}

declare global {
  interface Window {
    /** Put there by the widget's script; absent when it could not be loaded. */
    CXBus?: Bus;
  }
}

// The shop's own buttons open the callback panel. Without the widget they ring the shop.
for (const button of document.querySelectorAll<HTMLElement>('[data-open-callback]')) {
  button.addEventListener('click', () => openCallback(button.dataset['openCallback']));
}

function openCallback(product: string | undefined): void {
  if (window.CXBus === undefined) {
    one<HTMLAnchorElement>('a[href^="tel:"]').click();
    return;
  }
  window.CXBus.command('Callback.open', product ? { userData: { product } } : {});
}
