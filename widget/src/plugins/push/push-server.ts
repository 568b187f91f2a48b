import type { BusPlugin } from '../../bus/bus-types.js';
import type { Environment } from '../../environment.js';
import { fetchInTime } from '../../fetch-in-time.js';
import { readServiceOptions } from '../../options/read-service-options.js';
import type { RunningRequest } from '../callback-service/protocol.js';
import type { WebPushConfig } from './push-port.js';

export interface PushServerDeps {
  readonly plugin: BusPlugin<'Push'>;
  readonly environment: Environment;
  readonly baseUrl: string;
  /** Section `callback` as it is now. */
  callbackSection(): Record<string, unknown>;
}

/** What a page needs to receive messages; undefined where the site has not set them up. */
export async function askConfig({ environment, baseUrl, callbackSection }: PushServerDeps): Promise<WebPushConfig | undefined> {
  const { visitorUrl, apiKey, ajaxTimeout } = readServiceOptions(callbackSection(), {}, baseUrl);
  const response = await fetchInTime(environment, `${visitorUrl}/push`, ajaxTimeout, {
    headers: { 'x-api-key': apiKey },
    credentials: 'omit',
  });
  if (!response.ok) throw new Error(`The server answered with HTTP ${response.status}`);
  const answer = (await response.json()) as { data?: { web?: WebPushConfig } };
  return answer.data?.web;
}

/**
 * Which devices the running request tells, or `other` where none runs in this tab. Resolves with it; null where there is none, and so
 * nobody to tell of anything.
 */
export async function putTargets(
  deps: PushServerDeps,
  targets: readonly string[],
  other: RunningRequest | null = null,
): Promise<RunningRequest | null> {
  const { plugin, environment, baseUrl, callbackSection } = deps;
  const running = (await plugin.command('CallbackService.running')) ?? other;
  if (!running) return null;
  const { visitorUrl, ajaxTimeout } = readServiceOptions(callbackSection(), {}, baseUrl);
  const response = await fetchInTime(environment, `${visitorUrl}/callback/push-targets`, ajaxTimeout, {
    method: 'PUT',
    headers: { authorization: `Bearer ${running.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ pushTargets: targets.map((target) => ({ channel: 'FCM', target })) }),
    credentials: 'omit',
  });
  if (!response.ok) throw new Error(`The server answered with HTTP ${response.status}`);
  return running;
}
