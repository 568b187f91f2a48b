import type { NumberCheck } from '@ringback/contract';
import { h, render } from 'preact';
import css from '../../../panel/number-check/code-step.css?inline';
import { CodeStep } from '../../../panel/number-check/CodeStep.js';
import { refusedStep, sendingStep, stepOf, type StepState } from '../../../panel/number-check/step-state.js';
import { signal } from '../../../ui/signals.js';
import type { CallbackServiceError } from '../../callback-service/protocol.js';
import { isCodeAsked, isCodeWrong, LEFT, type NumberPassDeps, type NumberProof } from '../number-pass.js';

export interface Confirming extends NumberPassDeps {
  readonly phone: string;
  request(proof: NumberProof): Promise<unknown>;
  /** Why the first request was refused. */
  readonly reason: unknown;
  /** What to show from now on. */
  keep(proof: NumberProof): void;
}

/** How soon it is looked again whether the step is on the screen. */
const NEXT_PICTURE_MS = 16;

/** SE5: asks for the code over the panel until the request is through. Rejects as the request does, or with `LEFT`. */
export async function confirmNumber(confirming: Confirming): Promise<void> {
  const { plugin, environment, stopped } = confirming;
  const check = await firstCheck(confirming);
  if (!check) return;
  const node = environment.document.createElement('div');
  let leave = (): void => undefined;
  const state = signal<StepState>(stepOf(check, environment.now()));
  confirming.onAsking(true);
  try {
    await new Promise<void>((resolve, reject) => {
      stopped.addEventListener('abort', () => reject(LEFT), { once: true });
      render(h(CodeStep, { ...confirming, state, ...actionsOf(confirming, state, { resolve, reject }) }), node);
      plugin
        .command('Callback.showOverlay', { html: node, hideFooter: true })
        .then(() => arrive(node, confirming, (stop) => (leave = stop)), reject);
    });
  } finally {
    render(null, node);
    leave();
    await plugin.command('Callback.hideOverlay').catch(() => undefined);
  }
}

/** What the server says of the check. A code from earlier that is over has a new one begun; undefined: it went through. */
async function firstCheck({ reason, request, keep }: Confirming): Promise<NumberCheck | undefined> {
  const known = checkIn(reason);
  if (known && known.triesLeft > 0) return known;
  keep({});
  try {
    await request({});
    return undefined;
  } catch (second) {
    const check = checkIn(second);
    if (check) return check;
    throw second;
  }
}

const checkIn = (reason: unknown): NumberCheck | undefined =>
  (reason as { responseJSON?: { data?: { numberCheck?: NumberCheck } } } | undefined)?.responseJSON?.data?.numberCheck;

interface Outcome {
  resolve(): void;
  reject(reason: unknown): void;
}

function actionsOf(
  { plugin, environment, phone, request, keep, onAsking }: Confirming,
  state: { value: StepState },
  { resolve, reject }: Outcome,
) {
  /** Sends the booking, and shows what the server makes of it. */
  const send = async (proof: NumberProof): Promise<void> => {
    onAsking(false);
    try {
      await request(proof);
      resolve();
    } catch (reason) {
      if (!isCodeAsked(reason)) return reject(reason);
      onAsking(true);
      state.value = refusedStep(state.value, { check: checkIn(reason), isWrong: isCodeWrong(reason) }, environment.now());
    }
  };
  const resend = async (check: NumberCheck): Promise<void> => {
    try {
      const next = await plugin.command('CallbackService.resendCode', { numberCheckId: check.id, phonenumber: phone });
      state.value = stepOf(next, environment.now(), { said: 'Sent' });
    } catch (cause) {
      const reason = cause as CallbackServiceError;
      const at = reason.retryAfter === undefined ? undefined : environment.now() + reason.retryAfter * 1000;
      state.value = { check, resendAt: isCodeWrong(reason) ? undefined : at, error: reason.httpStatus === 429 ? 'TooMany' : 'Failed' };
    }
  };
  return {
    onCode(numberCheckCode: string): void {
      const { check, busy } = state.value;
      if (busy) return;
      const proof = { numberCheckId: check.id, numberCheckCode };
      keep(proof);
      state.value = sendingStep(state.value);
      void send(proof);
    },
    onAgain(): void {
      const { check, busy, isOver } = state.value;
      if (busy) return;
      keep({});
      state.value = sendingStep(state.value);
      if (isOver) return void send({});
      void resend(check);
    },
    onLeave: () => reject(LEFT),
  };
}

/** Once it is on the screen: its looks, the focus, and nobody gets behind it. @param onArrival takes the way back */
function arrive(
  node: HTMLElement,
  { environment, stopped }: Pick<Confirming, 'environment' | 'stopped'>,
  onArrival: (leave: () => void) => void,
): void {
  if (stopped.aborted) return;
  if (!node.isConnected) return void environment.after(NEXT_PICTURE_MS, () => arrive(node, { environment, stopped }, onArrival));
  const root = node.getRootNode() as Document | ShadowRoot;
  const view = environment.document.defaultView ?? globalThis;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  // The vendor's form hides what lies behind by itself.
  const behind = node.closest('.panel')?.querySelector<HTMLElement>('.screen');
  if (behind) behind.inert = true;
  onArrival(() => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
    if (behind) behind.inert = false;
  });
  node.querySelector('input')?.focus();
}
