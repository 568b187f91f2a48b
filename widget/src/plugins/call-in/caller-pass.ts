import type { NumberCheck } from '@ringback/contract';
import type { CallerProof, Refusal } from '@ringback/mobile-bridge';
import type { BusPlugin } from '../../bus/bus-types.js';
import type { Environment } from '../../environment.js';
import type { CodeStep } from '../../panel/number-check/CodeStep.js';
import { refusedStep, sendingStep, stepOf, type StepState } from '../../panel/number-check/step-state.js';
import { signal, type Signal } from '../../ui/signals.js';
import type { CallbackServiceError } from '../callback-service/protocol.js';

const CHECK_NEEDED = 7044;
const CODE_WRONG = 7045;
const IDENTITY_REFUSED = 7046;

/** A request, with what is shown. Resolves with why the server said no; undefined: it did not. */
export type Post = (proof: CallerProof) => Promise<Refusal | undefined>;

export interface CallerPassDeps {
  readonly plugin: BusPlugin<'CallIn'>;
  readonly environment: Environment;
  /** CA1: a token, on sites that want one. */
  captcha(): Promise<{ captchaToken?: string }>;
  /** WI12: what the site has signed. */
  identity(): string | undefined;
  /** Whose codes they are. */
  serviceName(): string | undefined;
  /** What is asked has changed. */
  draw(): void;
}

/** The code that the visitor is asked for. */
export interface CodeQuestion {
  readonly Step: typeof CodeStep;
  readonly state: Signal<StepState>;
  readonly phone: string;
  onCode(code: string): void;
  onAgain(): void;
  onLeave(): void;
}

const isCodeAsked = (refusal: Refusal | undefined): boolean => refusal?.code === CHECK_NEEDED || refusal?.code === CODE_WRONG;
const checkIn = (refusal: Refusal | undefined): NumberCheck | undefined =>
  (refusal?.data as { numberCheck?: NumberCheck } | undefined)?.numberCheck;

/** CA1, SE5, WI12: shows with each request what the site wants to see of its caller, and asks the visitor for the code that reaches their number. */
export class CallerPass {
  readonly #deps: CallerPassDeps;
  /** A code that was right stays so while numbers are not to be had. */
  #kept: { readonly phone: string; readonly proof: CallerProof } | undefined;
  #question: CodeQuestion | undefined;

  constructor(deps: CallerPassDeps) {
    this.#deps = deps;
  }

  /** Undefined: nobody is asked for a code. */
  get question(): CodeQuestion | undefined {
    return this.#question;
  }

  /** Resolves once the server has answered; the question for a code, if there is one, goes on by itself. */
  async send(phone: string, post: Post): Promise<void> {
    this.#leave();
    const kept = this.#kept?.phone === phone ? this.#kept.proof : {};
    let refusal = await this.#try(post, kept);
    if (isCodeAsked(refusal) && !checkIn(refusal)) {
      // A code from earlier, which is over.
      this.#kept = undefined;
      refusal = await this.#try(post, {});
    }
    const check = isCodeAsked(refusal) ? checkIn(refusal) : undefined;
    if (check) await this.#ask(phone, check, post);
    else if (!refusal) this.#kept = undefined;
  }

  async #try(post: Post, proof: CallerProof): Promise<Refusal | undefined> {
    const identity = this.#deps.identity();
    // A check began behind the same captcha.
    const shown = { ...proof, ...(proof.numberCheckId === undefined && (await this.#deps.captcha())) };
    const refusal = await post({ ...shown, ...(identity !== undefined && { identity }) });
    if (refusal?.code !== IDENTITY_REFUSED || identity === undefined) return refusal;
    this.#deps.environment.warn(`callback.identity was refused, so the call-in goes unsigned: ${refusal.message}`);
    return post(shown);
  }

  async #ask(phone: string, check: NumberCheck, post: Post): Promise<void> {
    const { environment, draw } = this.#deps;
    const { CodeStep: Step } = await import('../../panel/number-check/CodeStep.js');
    const state = signal(stepOf(check, environment.now()));
    const send = async (proof: CallerProof): Promise<void> => {
      this.#kept = { phone, proof };
      state.value = sendingStep(state.value);
      // A captcha that wants something of the visitor stands in the form.
      const refusal = await this.#try(post, proof).catch(() => undefined);
      if (isCodeAsked(refusal))
        state.value = refusedStep(state.value, { check: checkIn(refusal), isWrong: refusal?.code === CODE_WRONG }, environment.now());
      else {
        if (!refusal) this.#kept = undefined;
        this.#leave();
      }
    };
    this.#question = {
      Step,
      state,
      phone,
      onCode: (numberCheckCode) => {
        if (!state.value.busy) void send({ numberCheckId: state.value.check.id, numberCheckCode });
      },
      onAgain: () => {
        if (state.value.busy) return;
        if (state.value.isOver) void send({});
        else void this.#resend(phone, state);
      },
      onLeave: () => this.#leave(),
    };
    draw();
  }

  async #resend(phone: string, state: Signal<StepState>): Promise<void> {
    const { plugin, environment, serviceName } = this.#deps;
    const { check } = state.value;
    state.value = sendingStep(state.value);
    const queue = serviceName();
    try {
      const wish = { numberCheckId: check.id, phonenumber: phone, ...(queue !== undefined && { serviceName: queue }) };
      state.value = stepOf(await plugin.command('CallbackService.resendCode', wish), environment.now(), { said: 'Sent' });
    } catch (cause) {
      const { code, httpStatus, retryAfter } = cause as CallbackServiceError;
      const at = retryAfter === undefined || code === CODE_WRONG ? undefined : environment.now() + retryAfter * 1000;
      state.value = { check, resendAt: at, error: httpStatus === 429 ? 'TooMany' : 'Failed' };
    }
  }

  #leave(): void {
    if (!this.#question) return;
    this.#question = undefined;
    this.#deps.draw();
  }
}
