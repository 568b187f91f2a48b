import type { CommandEvent } from '../../bus/bus-types.js';

/** `App.loadFile`: a script, or by its ending a style sheet. */
export function loadFile({ data: { url }, deferred }: CommandEvent<{ url: string }, void>, document: Document): void {
  if (typeof url !== 'string' || url === '') return deferred.reject('No file was named');
  const isStyle = /\.css($|[?#])/.test(url);
  const element = document.createElement(isStyle ? 'link' : 'script');
  Object.assign(element, isStyle ? { rel: 'stylesheet', href: url } : { src: url });
  element.onload = () => deferred.resolve();
  element.onerror = () => deferred.reject(new Error(`${url} could not be loaded`));
  document.head.append(element);
}
