import * as v from 'valibot';
import { attemptOutcome, callbackState } from './callback-state.js';
import { deskOffer, ownCallback } from './agents.js';
import { callbackId } from './brands.js';

export const ROLES = ['administrator', 'supervisor', 'monitor', 'developer', 'agent'] as const;
export type Role = (typeof ROLES)[number];
export const DIALERS = ['simulator', 'desk', 'webhook', 'twilio'] as const;
export type DialerKind = (typeof DIALERS)[number];

/** POST /console/v1/session, body. */
export const login = v.object({
  username: v.pipe(v.string('expected text'), v.minLength(1, 'must not be empty'), v.maxLength(128, 'is longer than 128 characters')),
  password: v.pipe(v.string('expected text'), v.minLength(1, 'must not be empty'), v.maxLength(1024, 'is longer than 1024 characters')),
});

/** GET and POST /console/v1/session, answer. State-changing requests repeat `csrfToken` in the header `x-ringback-csrf`. */
export const session = v.object({
  /** Name of the site: whoever works for several sees which one this is. */
  site: v.string(),
  username: v.string(),
  roles: v.array(v.picklist(ROLES)),
  csrfToken: v.string(),
  dialer: v.object({ kind: v.picklist(DIALERS), simulated: v.boolean() }),
});
export type Session = v.InferOutput<typeof session>;

/** GET /console/v1/welcome: what the login page may know before anybody logged in. */
export const welcome = v.object({
  /** Whether the cookie of this browser is of a live session; asked first, so that nobody signed in is no error. */
  signedIn: v.optional(v.boolean()),
  /** Only while the built-in demo configuration runs. */
  demoLogin: v.optional(v.object({ username: v.string(), password: v.string() })),
});
export type Welcome = v.InferOutput<typeof welcome>;

/** `reserved`: asked to take a callback; `after-call-work`: writing up the last call, asked nothing until ready again. */
export const AGENT_STATES = ['not-ready', 'ready', 'reserved', 'busy', 'after-call-work'] as const;

/** One waiting callback as the desk lists it. */
export const waitingCallback = v.object({
  id: callbackId,
  queue: v.string(),
  phoneNumber: v.string(),
  name: v.optional(v.string()),
  queuedAt: v.string(),
  attempts: v.number(),
  /** Set while a retry waits for its time. */
  notBefore: v.optional(v.string()),
});

/** The callback the agent holds. */
export const deskCall = v.object({
  id: callbackId,
  queue: v.string(),
  phoneNumber: v.string(),
  /** `tel:` link of the number. */
  telUri: v.string(),
  state: callbackState,
  attempt: v.number(),
  since: v.string(),
  name: v.optional(v.string()),
  notes: v.optional(v.string()),
  language: v.optional(v.string()),
  sourcePage: v.optional(v.string()),
  queuedAt: v.string(),
});

/** GET /console/v1/desk, answer, and the data of its live event `desk`. */
export const desk = v.object({
  agent: v.object({
    username: v.string(),
    state: v.picklist(AGENT_STATES),
    callsToday: v.number(),
    averageCallSeconds: v.number(),
    /** Why not ready, as the agent or the service said. */
    reason: v.optional(v.string()),
    /** On a call, and not ready after it. */
    notReadyAfterCall: v.optional(v.boolean()),
  }),
  waiting: v.array(waitingCallback),
  /** All waiting, also beyond the first 100 that are listed. */
  waitingCount: v.number(),
  current: v.nullable(deskCall),
  /** What the agent is asked to take now. */
  offer: v.optional(v.nullable(deskOffer)),
  /** Callbacks that the agent has scheduled or owns: how many are open, and the soonest. */
  own: v.optional(v.object({ count: v.number(), next: v.nullable(ownCallback) })),
  /** Present while the simulator dials. */
  simulator: v.nullable(v.object({ paused: v.boolean(), agents: v.number(), busy: v.number() })),
  /** Never falls from one state of the desk to a later one; an answer with a smaller one than the last seen is stale. Absent: order of arrival counts. */
  version: v.optional(v.number()),
});
export type Desk = v.InferOutput<typeof desk>;

/** PUT /console/v1/desk/state, body. */
export const deskState = v.object({
  state: v.picklist(['ready', 'not-ready'], 'expected ready or not-ready'),
  /** Why not ready; for the agent's own eyes and reports. */
  reason: v.optional(v.pipe(v.string('expected text'), v.trim(), v.maxLength(64, 'is longer than 64 characters'))),
});
/** POST /console/v1/desk/outcome, body. `connected` starts the talk, `ended` finishes it. */
export const deskOutcome = v.object({
  id: callbackId,
  attempt: v.pipe(v.number('expected a number'), v.integer('expected a whole number')),
  outcome: v.picklist(
    [...attemptOutcome.options.filter((o) => o !== 'abandoned'), 'ended'] as const,
    'expected connected, ended, no-answer, busy, machine, failed or wrong-number',
  ),
});
/** PUT /console/v1/simulator, body. */
export const simulatorSwitch = v.object({ paused: v.boolean('expected true or false') });
