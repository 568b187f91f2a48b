/* What only pages with the vendor's snippet ask for. */
import type { Bus, CommandEvent } from './bus/bus-types.js';
import { guarded } from './bus/deferred.js';
import type { Environment } from './environment.js';
import type { VendorPage } from './load-panel.js';

/** Runs the page's extensions; one that fails stops nobody else. */
export function runExtensions(page: VendorPage, bus: Bus, { global, warn }: Environment): void {
  page.bus = bus;
  for (const [name, extension] of Object.entries(page.extensions ?? {})) {
    // A path instead of a function occurs in old samples.
    const run = () => (typeof extension === 'string' ? bus.loadFile(extension) : extension(global['jQuery'], bus, page.common ?? {}));
    void guarded(run, (cause) => warn(`Extension ${name} failed`, cause));
  }
}

/** `App.loadFile`: a script, or by its ending a style sheet. */
export function loadFile({ data: { url }, deferred }: CommandEvent<{ url: string }, void>, document: Document): void {
  const isStyle = /\.css($|[?#])/.test(url);
  const element = document.createElement(isStyle ? 'link' : 'script');
  Object.assign(element, isStyle ? { rel: 'stylesheet', href: url } : { src: url });
  element.onload = () => deferred.resolve();
  element.onerror = () => deferred.reject(new Error(`${url} could not be loaded`));
  document.head.append(element);
}
