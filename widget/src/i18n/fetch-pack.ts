import type { Environment } from '../environment.js';
import { fetchInTime } from '../fetch-in-time.js';
import type { Messages } from './translate.js';

/** Milliseconds that a site's language pack may take; English is better than nothing. */
const PATIENCE = 3000;

/** A language pack from its address. Rejects when it doesn't come in time, or isn't there. */
export async function fetchPack(url: string, environment: Environment): Promise<Messages> {
  const response = await fetchInTime(environment, url, PATIENCE);
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return (await response.json()) as Messages;
}
