import * as v from 'valibot';

const text = (max: number) => v.pipe(v.string('expected text'), v.trim(), v.maxLength(max, `is longer than ${max} characters`));

/** POST /console/v1/api-key-check, body. The key stands in the body, so that it reaches no log of addresses. */
export const apiKeyCheck = v.object({
  apiKey: text(255),
  /** Origin, or address of a page of it. Absent or empty: an app or a server asks, which sends none. */
  origin: v.optional(text(2048)),
});

/** What is wrong: with the key, with the origin. */
export const API_KEY_PROBLEMS = ['unknown-key', 'origin-not-listed', 'not-an-origin'] as const;
export const apiKeyChecked = v.object({
  ok: v.boolean(),
  /** What works, or what to do; one sentence for each problem. */
  message: v.string(),
  problems: v.array(v.picklist(API_KEY_PROBLEMS)),
  /** As a browser would send it; absent when none was asked about. */
  origin: v.optional(v.string()),
  /** Of a request with this key from there; empty when it would be refused. */
  allows: v.array(
    v.object({
      queue: v.string(),
      immediate: v.boolean(),
      scheduled: v.boolean(),
      /** What each visitor has to show before a booking counts. */
      demands: v.array(v.picklist(['captcha', 'number-check', 'identity'])),
    }),
  ),
});
export type ApiKeyChecked = v.InferOutput<typeof apiKeyChecked>;
