import type { SettingStore } from '../ports/setting-store.js';
import type { Database } from './database.js';

const GET = `SELECT value FROM setting WHERE key = $1`;
const SET = `INSERT INTO setting (key, value) VALUES ($1, $2::jsonb) ON CONFLICT (key) DO UPDATE SET value = excluded.value`;
const PUT = `INSERT INTO setting (key, value) VALUES ($1, $2::jsonb) ON CONFLICT (key) DO NOTHING`;

/** Shared values in PostgreSQL. */
export function settingStore(database: Database): SettingStore {
  const get = async (key: string): Promise<unknown> => (await database.rows<{ value: unknown }>(GET, [key]))[0]?.value;
  return {
    get,
    set: async (key, value) => void (await database.rows(SET, [key, JSON.stringify(value)])),
    async getOrPut(key, value) {
      await database.rows(PUT, [key, JSON.stringify(value)]);
      return get(key);
    },
  };
}
