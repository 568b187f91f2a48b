import { isObject } from './read-fields.js';

/**
 * Where the tab keeps a request: widgets with other keys, queues or servers on the same page never see it.
 * @param section `callback`
 */
export function requestKey(section: unknown, baseUrl: string): string {
  const { dataURL = baseUrl, apikey, serviceName } = isObject(section) ? section : {};
  return ['ringback.request', dataURL, apikey, serviceName].join(' ');
}
