import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeExpiry, firstFacts, isAlive, MOST_TRIES, type CheckFacts } from '../../src/domain/number-check.js';
import { openDatabase, type Database } from '../../src/storage/database.js';
import { migrate } from '../../src/storage/migrate.js';
import { numberChecks } from '../../src/storage/number-checks.js';
import { freshDatabase } from '../postgres.js';
import { quietLog } from '../quiet-log.js';
import { MINUTE, MONDAY } from '../usecases/harness.js';

let database: Database;
let drop: () => Promise<void>;
beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = () => fresh.drop();
  database = openDatabase(fresh.url, quietLog);
  await migrate(database, MONDAY);
});
afterAll(async () => {
  await database.close();
  await drop();
});

const CODES = ['000000', '048213', '999999'] as const;
const KEYS = ['a', 'b', undefined] as const;
type Step =
  | { readonly do: 'begin' | 'replace'; readonly code: string }
  | { readonly do: 'redeem'; readonly code: string | undefined; readonly key: string | undefined }
  | { readonly do: 'release'; readonly key: string | undefined }
  | { readonly do: 'pass'; readonly minutes: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('begin' as const), code: fc.constantFrom(...CODES) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('replace' as const), code: fc.constantFrom(...CODES) }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('redeem' as const), code: fc.constantFrom(...CODES, undefined), key: fc.constantFrom(...KEYS) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('release' as const), key: fc.constantFrom(...KEYS) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), minutes: fc.constantFrom(1, 4, 9, 11) }) },
);

/** What a check is worth, as its rule says it in words; the store has to agree at every step. */
class Model {
  facts: CheckFacts | undefined;
  code = '';
  key: string | undefined;
  now = MONDAY;

  begin(code: string): boolean {
    const known = this.facts;
    if (known && known.expiresAt > this.now && !(known.state === 'sent' && known.tries >= MOST_TRIES)) return false;
    this.facts = firstFacts(this.now);
    this.code = code;
    return true;
  }
  replace(code: string): boolean {
    if (!this.facts || this.facts.state !== 'sent' || !isAlive(this.facts, this.now)) return false;
    this.facts = { ...this.facts, sends: this.facts.sends + 1, sentAt: this.now, expiresAt: codeExpiry(this.now) };
    this.code = code;
    return true;
  }
  redeem(code: string | undefined, key: string | undefined): boolean {
    const known = this.facts;
    if (!known || known.expiresAt <= this.now) return false;
    if (known.state === 'spent') return key !== undefined && key === this.key;
    if (known.state === 'sent' && (code === undefined || known.tries >= MOST_TRIES)) return false;
    if (known.state === 'sent' && code !== this.code) {
      this.facts = { ...known, tries: known.tries + 1 };
      return false;
    }
    this.facts = { ...known, state: 'spent' };
    this.key = key;
    return true;
  }
  release(key: string | undefined): void {
    if (this.facts?.state !== 'spent' || this.key !== key) return;
    this.facts = { ...this.facts, state: 'passed', expiresAt: Math.max(this.facts.expiresAt, codeExpiry(this.now)) };
    this.key = undefined;
  }
}

it('[SE5] a check does what its rule says, whatever is asked of it in whatever order', async () => {
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
      const store = numberChecks(database, 'a secret');
      const name = { id: `check-${(runs += 1)}`, phone: '+12125550134', queue: 'Always_VQ' };
      const model = new Model();
      let passes = 0;
      for (const one of steps) {
        switch (one.do) {
          case 'begin': {
            const known = await store.begin(name, { code: one.code, ...firstFacts(model.now) });
            expect(known === undefined).toBe(model.begin(one.code));
            if (known === undefined) passes = 0;
            break;
          }
          case 'replace': {
            const seen = await store.find(name);
            if (!seen) break;
            const replaced = await store.replaceCode(name, { code: one.code, sentAt: model.now, expiresAt: codeExpiry(model.now) }, seen);
            expect(replaced).toBe(model.replace(one.code));
            break;
          }
          case 'redeem': {
            const wasSpent = model.facts?.state === 'spent';
            const result = await store.redeem(name, { code: one.code, idempotencyKey: one.key }, model.now);
            expect(result.passed).toBe(model.redeem(one.code, one.key));
            if (result.passed && !wasSpent) passes += 1;
            break;
          }
          case 'release': {
            const wasSpent = model.facts?.state === 'spent';
            await store.release(name, one.key, codeExpiry(model.now));
            model.release(one.key);
            if (wasSpent && model.facts?.state === 'passed') passes -= 1;
            break;
          }
          case 'pass':
            model.now += one.minutes * MINUTE;
        }
        expect(await store.find(name)).toEqual(model.facts);
        // Never two bookings of one check.
        expect(passes).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 30 },
  );
});

it('[SE5] is not given back when a booking has come of its key after all', async () => {
  const store = numberChecks(database, 'a secret');
  const name = { id: 'check-x', phone: '+12125550134', queue: 'Always_VQ' };
  await store.begin(name, { code: '048213', ...firstFacts(MONDAY) });
  expect(await store.redeem(name, { code: '048213', idempotencyKey: 'booked' }, MONDAY)).toEqual({ passed: true });
  await database.rows(
    `INSERT INTO callback (id, queue, phone, state, scheduled, desired_time, created_at, queued_at, attempts, priority, user_data, origin,
       offered_wait, one_per_number, idempotency_hash, delete_after, upcoming_due, version)
     VALUES (gen_random_uuid(), 'Always_VQ', '+12125550134', 'QUEUED', false, $1, $1, $1, 0, 0, '{}', '{}', 0, false, sha256('booked'), $1, false, 1)`,
    [new Date(MONDAY)],
  );
  await store.release(name, 'booked', codeExpiry(MONDAY));
  expect((await store.find(name))?.state).toBe('spent');
});
