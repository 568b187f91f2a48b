import { isObject } from './read-fields.js';

/**
 * Where the tab keeps a call-in: widgets with other keys or servers on the same page never see it.
 * @param section `callback`
 */
export function callInKey(section: unknown, baseUrl: string): string {
  const { dataURL = baseUrl, apikey } = isObject(section) ? section : {};
  return ['ringback.call-in', dataURL, apikey].join(' ');
}
