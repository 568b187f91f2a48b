/** @packageDocumentation The plugin StatsService: how long a queue's visitors wait, asked of our server, Engagement v3 or GMS. */
import type { BusPlugin, CommandEvent } from '../../bus/bus-types.js';
import type { Environment } from '../../environment.js';
import { fetchInTime, TimeoutError } from '../../fetch-in-time.js';
import type { PanelDeps } from '../../load-panel.js';
import { readServiceOptions } from '../../options/read-service-options.js';
import type { CallbackServiceError } from '../callback-service/protocol.js';
import type { Stats, StatsQuery } from './protocol.js';
import { readStats } from './read-stats.js';
import { readStatsOptions, type StatsOptions } from './stats-options.js';

export interface StatsServiceDeps {
  readonly plugin: BusPlugin<'StatsService'>;
  readonly environment: Environment;
  /** Where the server is unless the sections say so. */
  readonly baseUrl: string;
  /** Section `callback` as it is now. */
  callbackSection(): Record<string, unknown>;
}

/** Registers the plugin on the widget's bus and starts it. */
export function register({ bus, environment, baseUrl, sections, start }: PanelDeps): void {
  const plugin = bus.registerPlugin('StatsService');
  if (!plugin) return;
  registerStatsService({ plugin, environment, baseUrl, callbackSection: () => sections?.callback ?? {} });
  start(plugin, 'stats');
}

/** Registers the commands of `StatsService`. The caller starts the plugin. */
export function registerStatsService({ plugin, environment, baseUrl, callbackSection }: StatsServiceDeps): void {
  let section: Record<string, unknown> | undefined;

  const getStats = async ({ data, deferred }: CommandEvent<StatsQuery, Stats>): Promise<void> => {
    if (data.group !== undefined && data.group !== 'EWT')
      return deferred.reject(failure(`No statistics group "${data.group}"; there is EWT only`));
    const callback = callbackSection();
    // Read anew each time: interceptors and sites change the sections in place.
    const options = readStatsOptions(section, readServiceOptions(callback, {}, baseUrl));
    // GMS tells of all its queues when none is named.
    const queues = queuesOf(data.vqName, options.dialect === 'gms' ? {} : callback);
    if (queues.length === 0 && options.dialect !== 'gms')
      return deferred.reject(failure('vqName is missing: name the queue, or queues, to ask for'));
    try {
      const stats = await ask({ ...options, mode: data.mode ?? options.mode }, queues, environment);
      plugin.publish('updated', stats);
      deferred.resolve(stats);
    } catch (cause) {
      plugin.publish('error', cause as CallbackServiceError);
      deferred.reject(cause);
    }
  };

  plugin.registerEvents(['ready', 'updated', 'error']);
  plugin.registerCommand('configure', ({ data, deferred }) => {
    if (section && Object.keys(data).length === 0) return deferred.reject('Invalid configuration');
    // The first time the very object, as with the other plugins.
    section = section ? { ...section, ...data } : data;
    deferred.resolve();
  });
  plugin.registerCommand('getStats', getStats);
}

function queuesOf(asked: StatsQuery['vqName'], callback: Record<string, unknown>): string[] {
  const ewt = callback['ewt'] as { queue?: unknown } | null | undefined;
  const given = asked ?? ewt?.queue ?? callback['serviceName'];
  const list = Array.isArray(given) ? given : typeof given === 'string' ? given.split(',') : [];
  return [...new Set(list.map((name) => String(name).trim()).filter((name) => name !== ''))];
}

const failure = (message: string, more: Partial<CallbackServiceError> = {}): CallbackServiceError => ({
  httpStatus: 0,
  code: 0,
  message,
  corrId: '',
  ...more,
});

function questionOf({ url, dialect, mode }: StatsOptions, queues: readonly string[]): string {
  const question = new URLSearchParams(
    dialect === 'engagement'
      ? { 'virtual-queues': queues.join(','), ...(mode && { mode }) }
      : { ...(queues.length > 0 && { name: queues.join(',') }), ...(mode && { aqt: mode }) },
  );
  return `${url}${url.includes('?') ? '&' : '?'}${question.toString()}`;
}

async function ask(options: StatsOptions, queues: readonly string[], environment: Environment): Promise<Stats> {
  const { apiKey, timeout, dialect } = options;
  let response: Response;
  let body: unknown;
  try {
    response = await fetchInTime(environment, questionOf(options, queues), timeout, {
      headers: apiKey ? { 'x-api-key': apiKey } : {},
      credentials: 'omit',
    });
    body = await response.json().catch(() => undefined);
  } catch (cause) {
    const timedOut = cause instanceof TimeoutError;
    throw failure(timedOut ? 'The server did not answer in time' : 'The server could not be reached', {
      ...(timedOut && { timedOut }),
      ...(!environment.online() && { offline: true }),
    });
  }
  const stats = response.ok ? readStats(body, dialect, queues) : undefined;
  if (stats) return stats;
  throw refusal(response.status, body);
}

function refusal(httpStatus: number, body: unknown): CallbackServiceError {
  const status = (body as { status?: { code?: unknown; message?: unknown; corrId?: unknown } } | undefined)?.status;
  const message = httpStatus < 400 ? 'The server sent no estimated wait' : `The server answered with HTTP ${httpStatus}`;
  return failure(typeof status?.message === 'string' && httpStatus >= 400 ? status.message : message, {
    httpStatus,
    code: Number(status?.code) || 0,
    corrId: typeof status?.corrId === 'string' ? status.corrId : '',
    ...(body !== undefined && { responseJSON: body }),
  });
}
