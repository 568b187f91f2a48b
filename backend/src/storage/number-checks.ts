import { createHash, createHmac } from 'node:crypto';
import { MOST_TRIES, type CheckFacts } from '../domain/number-check.js';
import type { CheckName, NumberChecks } from '../ports/number-checks.js';
import type { Database } from './database.js';

const FACTS = 'state, sends, tries, sent_at, expires_at';
const BEGIN = `
  INSERT INTO number_check AS known (hash, code_hash, state, sends, tries, sent_at, expires_at) VALUES ($1, $2, 'sent', 1, 0, $3, $4)
  ON CONFLICT (hash) DO UPDATE
  SET code_hash = excluded.code_hash, state = 'sent', use_hash = NULL, sends = 1, tries = 0,
    sent_at = excluded.sent_at, expires_at = excluded.expires_at
  WHERE known.expires_at <= excluded.sent_at OR (known.state = 'sent' AND known.tries >= $5)
  RETURNING 1`;
const FIND = `SELECT ${FACTS} FROM number_check WHERE hash = $1`;
const REPLACE = `
  UPDATE number_check SET code_hash = $2, sends = sends + 1, sent_at = $3, expires_at = $4
  WHERE hash = $1 AND state = 'sent' AND sends = $5 AND tries < $6 AND expires_at > $3
  RETURNING 1`;
/*
 * One statement, so that of any number at once each either passes or is counted, over all replicas. What is compared are keyed
 * hashes: however long that takes tells nothing of a code to somebody who has not the key.
 */
const REDEEM = `
  UPDATE number_check SET
    tries = tries + CASE WHEN state = 'sent' AND code_hash IS DISTINCT FROM $2 THEN 1 ELSE 0 END,
    use_hash = CASE WHEN state = 'passed' OR code_hash = $2 THEN $3 ELSE use_hash END,
    state = CASE WHEN state = 'passed' OR code_hash = $2 THEN 'spent' ELSE state END
  WHERE hash = $1 AND expires_at > $4 AND (
    state = 'passed' OR (state = 'sent' AND tries < $5 AND $2::bytea IS NOT NULL) OR (state = 'spent' AND use_hash = $3)
  )
  RETURNING ${FACTS}`;
/** Not when a booking has come of it after all. */
const RELEASE = `
  UPDATE number_check SET state = 'passed', use_hash = NULL, expires_at = greatest(expires_at, $3)
  WHERE hash = $1 AND state = 'spent' AND use_hash IS NOT DISTINCT FROM $2
    AND NOT EXISTS (SELECT FROM callback WHERE idempotency_hash = $2)`;
const FORGET = `DELETE FROM number_check WHERE hash = $1`;
const SWEEP = `DELETE FROM number_check WHERE expires_at <= $1`;

interface Row {
  state: CheckFacts['state'];
  sends: number;
  tries: number;
  sent_at: number;
  expires_at: number;
}

/** Number checks in PostgreSQL. */
export function numberChecks(database: Database, secret: string): NumberChecks {
  const keyed = (...parts: readonly string[]): Buffer => createHmac('sha256', secret).update(JSON.stringify(parts)).digest();
  const hashOf = ({ id, phone, queue }: CheckName): Buffer => keyed('number check', id, phone, queue);
  const codeHash = (name: CheckName, code: string): Buffer => keyed('number code', name.id, name.phone, name.queue, code);
  const find = async (name: CheckName): Promise<CheckFacts | undefined> => (await database.rows<Row>(FIND, [hashOf(name)])).map(toFacts)[0];
  return {
    idOf: (idempotencyKey) => keyed('number check id', idempotencyKey).toString('base64url'),
    async begin(name, { code, sentAt, expiresAt }) {
      const begun = await database.rows(BEGIN, [hashOf(name), codeHash(name, code), new Date(sentAt), new Date(expiresAt), MOST_TRIES]);
      return begun.length > 0 ? undefined : find(name);
    },
    find,
    async replaceCode(name, { code, sentAt, expiresAt }, { sends }) {
      const values = [hashOf(name), codeHash(name, code), new Date(sentAt), new Date(expiresAt), sends, MOST_TRIES];
      return (await database.rows(REPLACE, values)).length > 0;
    },
    async redeem(name, { code, idempotencyKey }, now) {
      const values = [hashOf(name), code === undefined ? null : codeHash(name, code), useHash(idempotencyKey), new Date(now), MOST_TRIES];
      const [row] = await database.rows<Row>(REDEEM, values);
      if (row?.state === 'spent') return { passed: true };
      return { passed: false, facts: row ? toFacts(row) : await find(name) };
    },
    release: async (name, idempotencyKey, expiresAt) =>
      void (await database.rows(RELEASE, [hashOf(name), useHash(idempotencyKey), new Date(expiresAt)])),
    forget: async (name) => void (await database.rows(FORGET, [hashOf(name)])),
    sweep: async (now) => void (await database.rows(SWEEP, [new Date(now)])),
  };
}

/** The same as a callback's, so that the two can be compared. */
const useHash = (idempotencyKey: string | undefined): Buffer | null =>
  idempotencyKey === undefined ? null : createHash('sha256').update(idempotencyKey).digest();

const toFacts = ({ sent_at: sentAt, expires_at: expiresAt, ...rest }: Row): CheckFacts => ({ ...rest, sentAt, expiresAt });
