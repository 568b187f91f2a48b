import { serviceFields } from './option-fields.js';
import { readFields } from './read-fields.js';
import type { ServiceOptions } from './widget-options.js';

/** Reads the `callback` section for CallbackService. `headers` are `main.header`, `baseUrl` the server where the section names none. */
export function readServiceOptions(section: unknown, headers: Record<string, string>, baseUrl: string): ServiceOptions {
  const { dataURL, apikey, apiVersion, serviceName, callDirection, userData, ajaxTimeout, enableCustomHeader } = readFields(
    section,
    serviceFields,
    '',
    () => {},
  );
  const url = (dataURL || `${baseUrl}/engagement/v3/callbacks`).replace(/\/+$/, '');
  const callbacksUrl = url.endsWith('/engagement/v3') ? `${url}/callbacks` : url;
  // The visitor API stands beside the Engagement API.
  const prefix = /^(.*)\/engagement\/v\d+(\/|$)/.exec(callbacksUrl)?.[1] ?? /^(?:https?:)?\/\/[^/]+/.exec(callbacksUrl)?.[0] ?? baseUrl;
  // The vendor's default is v1. Here it takes an address of GMS, or the word.
  const isGms =
    apiVersion === undefined ? /\/genesys\/1\//.test(callbacksUrl) : apiVersion === 'v1' && !/\/engagement\/v3/.test(callbacksUrl);
  return {
    dialect: isGms ? 'v1' : 'v3',
    callbacksUrl,
    visitorUrl: `${prefix}/visitor/v1`,
    apiKey: apikey,
    serviceName,
    callDirection,
    userData,
    ajaxTimeout,
    headers: enableCustomHeader ? headers : {},
  };
}
