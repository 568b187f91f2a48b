import type { TelephonyCallback, createdCallback } from '@ringback/contract';
import type { InferOutput } from 'valibot';
import { Refusal } from '../domain/refusal.js';
import { compileSkillExpression } from '../domain/skill-expression.js';
import { createCallback, type CalledFrom } from './create-callback.js';
import type { Dependencies } from './dependencies.js';

/** How long a call can have been waiting. */
const LONGEST_WAIT_MS = 24 * 3_600_000;
/** The clocks of the telephony side and ours may differ by so much. */
const CLOCK_SKEW_MS = 5_000;

/** See `TelephonyVerbs.bookFromTelephony`. */
export async function bookFromTelephony(
  deps: Dependencies,
  request: TelephonyCallback,
  idempotencyKey: string | undefined,
): Promise<InferOutput<typeof createdCallback>> {
  const { queuedSince, skills, keepSkillsAndPriority = true, ...rest } = request;
  const call: CalledFrom = {
    queuedSince: queuedSince === undefined ? undefined : judgedSince(queuedSince, deps.clock.now()),
    skillExpression: keepSkillsAndPriority ? judgedSkills(skills) : undefined,
  };
  const booking = keepSkillsAndPriority ? rest : { ...rest, priority: undefined };
  const campaign = request.channel === 'campaign';
  // The customer asked for it in the IVR; a campaign asks by itself.
  const actor = campaign ? ({ kind: 'system', name: 'campaign' } as const) : ({ kind: 'customer' } as const);
  return createCallback(deps, booking, { idempotencyKey, actor, call });
}

function judgedSince(queuedSince: number, now: number): number {
  if (queuedSince > now + CLOCK_SKEW_MS)
    throw new Refusal('INVALID_PARAMETER', 'queuedSince is in the future; send when the call entered the queue.');
  if (queuedSince < now - LONGEST_WAIT_MS)
    throw new Refusal('INVALID_PARAMETER', 'queuedSince is more than 24 hours ago; leave it out for a call that does not wait in a queue.');
  return Math.min(queuedSince, now);
}

function judgedSkills(skills: string | null | undefined): string | undefined {
  if (!skills || skills.trim() === '') return undefined;
  const compiled = compileSkillExpression(skills);
  if (!compiled.ok) throw new Refusal('INVALID_PARAMETER', `skills: ${compiled.problem.message}`);
  return skills;
}
