import { createHash } from 'node:crypto';
import type { CaptchaTokens, TokenClaim } from '../ports/captcha.js';
import type { Database } from './database.js';

/** Of any number who present one token at once, the primary key lets one pass. */
const CLAIM = `
  INSERT INTO captcha_token AS known (hash, use_hash, state, asked_at) VALUES ($1, $2, 'asked', $3)
  ON CONFLICT (hash) DO UPDATE SET asked_at = excluded.asked_at
  WHERE known.state = 'asked' AND known.use_hash = excluded.use_hash AND known.asked_at < $4
  RETURNING 1`;
const READ = `SELECT state, coalesce(use_hash = $2, false) AS same_use FROM captcha_token WHERE hash = $1`;
const SETTLE = `UPDATE captcha_token SET state = $2 WHERE hash = $1`;
const RELEASE = `DELETE FROM captcha_token WHERE hash = $1 AND state = 'asked'`;
const SWEEP = `DELETE FROM captcha_token WHERE asked_at < $1`;

/** Presented captcha tokens in PostgreSQL. */
export function captchaTokens(database: Database): CaptchaTokens {
  return {
    async claim({ token, use }, { now, staleBefore }) {
      const key = [hashOf(token), use === undefined ? null : hashOf(use)];
      const claimed = await database.rows(CLAIM, [...key, new Date(now), new Date(staleBefore)]);
      if (claimed.length > 0) return 'claimed';
      const [known] = await database.rows<{ state: 'asked' | 'passed' | 'spent'; same_use: boolean }>(READ, key);
      return known ? worthOf(known) : 'asking';
    },
    settle: async (token, state) => void (await database.rows(SETTLE, [hashOf(token), state])),
    release: async (token) => void (await database.rows(RELEASE, [hashOf(token)])),
    sweep: async (before) => void (await database.rows(SWEEP, [new Date(before)])),
  };
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

function worthOf({ state, same_use: sameUse }: { state: 'asked' | 'passed' | 'spent'; same_use: boolean }): TokenClaim {
  if (!sameUse || state === 'spent') return 'used';
  return state === 'passed' ? 'passed' : 'asking';
}
