import type { Config } from '@ringback/contract';
import { aesVault } from './adapters/aes-vault.js';
import { nodeCredentials } from './adapters/node-credentials.js';
import type { Log } from './ports/log.js';
import type { SettingStore } from './ports/setting-store.js';
import { auditLog } from './storage/audit-log.js';
import type { Database } from './storage/database.js';
import { overrideStore } from './storage/override-store.js';
import { settingStore } from './storage/setting-store.js';
import { userStore } from './storage/user-store.js';
import type { Boards } from './usecases/boards.js';
import type { Dependencies } from './usecases/dependencies.js';
import { createLiveSite, type LiveSite } from './usecases/live-site.js';

interface Options {
  readonly config: Config;
  /** RINGBACK_SECRET. */
  readonly secret: string | undefined;
  readonly database: Database;
  readonly log: Log;
}

/** The configuration in force, who edits it, and the secret that signs and seals. */
export async function wireSettings({
  config,
  secret,
  database,
  log,
}: Options): Promise<Pick<Dependencies, 'site' | 'overrides' | 'users' | 'audit' | 'limits'> & { readonly serviceSecret: string }> {
  const secrets = await secretsOf(secret, settingStore(database));
  const overrides = overrideStore(database, aesVault(secrets));
  const site = await createLiveSite({ file: config, store: overrides, log });
  return {
    serviceSecret: secrets[0],
    site,
    overrides,
    users: userStore(database),
    audit: auditLog(database),
    limits: {
      get perAddressPerMinute() {
        return site.effective.config.limits.perAddressPerMinute;
      },
      get perNumberPerDay() {
        return site.effective.config.limits.perNumberPerDay;
      },
      get perSitePerMinute() {
        return site.effective.config.limits.perSitePerMinute;
      },
      get perEndpointPerMinute() {
        return site.effective.config.limits.perEndpointPerMinute;
      },
      get codesPerNumberPerDay() {
        return site.effective.config.limits.codesPerNumberPerDay;
      },
      get codesPerAddressPerHour() {
        return site.effective.config.limits.codesPerAddressPerHour;
      },
    },
  };
}

/** A board for each queue that may have callbacks; one whose order is another now is read again. */
export function keepBoards(boards: Boards, site: LiveSite): void {
  const configure = (): readonly string[] =>
    boards.configure(new Map([...site.served.values()].map(({ settings }) => [settings.name, settings.agingPerMinute])));
  configure();
  site.onChange(() => {
    for (const queue of configure()) void boards.fresh(queue).catch(() => undefined);
  });
}

const SECRET_KEY = 'secret';

/** The first signs and seals; what the others sealed stays readable. Without RINGBACK_SECRET one is made and kept in the database. */
async function secretsOf(given: string | undefined, settings: SettingStore): Promise<[string, ...string[]]> {
  if (given === undefined) return [String(await settings.getOrPut(SECRET_KEY, nodeCredentials.newToken()))];
  const kept = await settings.get(SECRET_KEY);
  return kept === undefined ? [given] : [given, String(kept)];
}
