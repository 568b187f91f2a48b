import { readFields } from '../../options/read-fields.js';
import { statsFields } from '../../options/section-fields.js';

/** Where and how waits are asked for. */
export interface StatsOptions {
  readonly url: string;
  readonly apiKey: string;
  readonly dialect: 'gms' | 'engagement';
  /** `undefined`: the server's default. */
  readonly mode: string | undefined;
  /** Milliseconds. */
  readonly timeout: number;
}

/** What the `callback` section says of the server; the `stats` section goes before it. */
export interface CallbackServer {
  readonly callbacksUrl: string;
  readonly apiKey: string;
}

const DEFAULT_MODE = { v1: 'urs2', v2: 'ewt2' } as const;

/**
 * Reads the `stats` section. Without an address of its own it is the callback server's, and so is the key.
 * Without a version, an address of the Engagement API is v3 and any other one v1, as the vendor has it.
 */
export function readStatsOptions(section: unknown, server: CallbackServer): StatsOptions {
  const { ewt, ajaxTimeout } = readFields(section, statsFields, '', () => {});
  const given = ewt.dataURL?.replace(/\/+$/, '');
  const base = given || server.callbacksUrl;
  const version = ewt.apiVersion ?? (/\/engagement\/v3(\/|$)/.test(base) ? 'v3' : 'v1');
  const apiKey = ewt.apikey ?? (given ? '' : server.apiKey);
  if (version === 'v3')
    return {
      url: `${base.replace(/\/(callbacks|estimated-wait-time)$/, '')}/estimated-wait-time`,
      apiKey,
      dialect: 'engagement',
      mode: ewt.mode,
      timeout: ajaxTimeout,
    };
  return { url: base, apiKey, dialect: 'gms', mode: ewt.mode ?? DEFAULT_MODE[version], timeout: ajaxTimeout };
}
