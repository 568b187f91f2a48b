import type { CreateCallback, E164 } from '@ringback/contract';
import type { Booking } from '../domain/booking.js';
import type { SignedVisitor } from '../domain/identity.js';
import { beginCheck, takeCheck, wayOf, type TakenCheck } from './check-number.js';
import type { BookingContext } from './create-callback.js';
import type { Dependencies } from './dependencies.js';
import { fullSlotRefusal } from './full-slot.js';
import { checkNumberLimit } from './limits.js';
import { asksForCaptcha, captchaMissing, requireCaptcha } from './require-captcha.js';
import type { QueueRules } from './site-rules.js';
import { readSlotBook } from './slot-book.js';

/** A request that could be booked, but for what its visitor has to show. */
export interface Unproven {
  readonly request: CreateCallback;
  readonly rules: QueueRules;
  readonly booking: Booking;
  readonly phone: E164;
  readonly signed: SignedVisitor | undefined;
  readonly now: number;
}

/**
 * CA1, SE5: what a visitor has to show before a booking counts. After all that costs nobody anything, so that a slip does not cost the
 * visitor a captcha or a code, nor a flood the verifier its time or the site a message. Staff and telephony show nothing.
 * @returns the number check that is taken for this booking
 */
export async function proveVisitor(deps: Dependencies, unproven: Unproven, context: BookingContext): Promise<TakenCheck | undefined> {
  const { address, idempotencyKey } = context;
  if (address === undefined) return undefined;
  const { request, rules, phone, signed, now } = unproven;
  const { numberCheckId, numberCheckCode, captchaToken, language } = request;
  const shown = { phone, numberCheckCode, idempotencyKey, address, language };
  const mustCheck = wayOf(rules) !== undefined && !signed?.isPhoneVerified;
  // Such a check began behind the same captcha.
  if (mustCheck && numberCheckId !== undefined) return takeCheck(deps, rules, { ...shown, numberCheckId });
  // No statement for whoever shows nothing at all.
  if (asksForCaptcha(deps) && captchaToken === undefined) throw captchaMissing();
  if (mustCheck || asksForCaptcha(deps)) await checkNumberLimit(deps, phone, now);
  if (mustCheck) await requireRoom(deps, unproven);
  if (asksForCaptcha(deps)) await requireCaptcha(deps, { token: captchaToken, purpose: 'callback', idempotencyKey, address });
  return mustCheck ? beginCheck(deps, rules, { ...shown, numberCheckId }) : undefined;
}

/** SE5: nobody types a code for a place that is gone already. Nothing is held; it may go while they type. 1 statement, shared. */
async function requireRoom(deps: Dependencies, { booking, rules }: Unproven): Promise<void> {
  if (booking.kind !== 'scheduled' || !booking.mustHaveRoom) return;
  const { slotStart, total, desiredTime } = booking;
  const { taken } = await readSlotBook(deps, rules, { from: slotStart, to: slotStart + 1 });
  if ((taken.get(slotStart) ?? 0) >= total) throw await fullSlotRefusal(deps, rules, desiredTime);
}
