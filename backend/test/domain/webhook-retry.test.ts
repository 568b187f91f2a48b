import { describe, expect, it } from 'vitest';
import { nextWebhookTry, WEBHOOK_LIFE } from '../../src/domain/webhook-retry.js';

const TOLD = Date.parse('2026-11-23T13:00:00.000Z');
const SECOND = 1_000;
const HOUR = 3_600_000;

describe('[TE2] retries of a webhook', () => {
  it.each([
    [1, 5],
    [2, 15],
    [3, 45],
    [8, 10_935],
    [9, 28_800],
    [50, 28_800],
  ])('[TE2] after try %i it waits %i seconds', (tries, seconds) => {
    expect(nextWebhookTry({ tries, toldAt: TOLD, now: TOLD, retryAfterMs: undefined })).toBe(TOLD + seconds * SECOND);
  });

  it.each([
    ['longer than the own pause', 120 * SECOND, 120 * SECOND],
    ['shorter than the own pause', SECOND, 5 * SECOND],
    ['longer than a day', 1000 * HOUR, 24 * HOUR],
  ])('[TE2] honours a Retry-After %s', (_, retryAfterMs, pause) => {
    expect(nextWebhookTry({ tries: 1, toldAt: TOLD, now: TOLD, retryAfterMs })).toBe(TOLD + pause);
  });

  it('[TE2] goes on for three days and some fifteen tries, then gives up', () => {
    let now = TOLD;
    let tries = 0;
    for (
      let next: number | undefined = TOLD;
      next !== undefined;
      next = nextWebhookTry({ tries, toldAt: TOLD, now, retryAfterMs: undefined })
    ) {
      now = next;
      tries += 1;
    }
    expect(tries).toBeGreaterThan(12);
    expect(tries).toBeLessThan(20);
    expect(now).toBeGreaterThan(TOLD + WEBHOOK_LIFE - 8 * HOUR);
    expect(now).toBeLessThanOrEqual(TOLD + WEBHOOK_LIFE);
  });
});
