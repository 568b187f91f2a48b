import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { Environment } from '../../environment.js';
import { numberCheckText, type NumberCheckText } from '../../i18n/number-check-texts.js';
import type { Translator } from '../../i18n/translate.js';
import { loadFormat } from '../../phone/load-format.js';
import { ShownNumber } from '../../phone/ShownNumber.js';
import { Icon } from '../../ui/Icon.js';
import { useSignal, type ReadonlySignal, type Signal } from '../../ui/signals.js';
import { digitsOf } from './digits.js';
import type { StepState } from './step-state.js';

export interface CodeStepProps {
  state: ReadonlySignal<StepState>;
  phone: string;
  translator: Translator;
  environment: Environment;
  mayChange(): boolean;
  /** Where the code went, with `<%Number%>` in it; absent: as for callbacks. */
  told?: string;
  onCode(code: string): void;
  onAgain(): void;
  onLeave(): void;
}

const FIELD = 'rb-code-field';

/** One field for the code: typed, pasted, or filled in by the phone; sent as soon as it is whole. */
export function CodeStep({ state, phone, translator, environment, mayChange, told, onCode, onAgain, onLeave }: CodeStepProps) {
  const { check, busy = false, error, said, isOver = false, resendAt } = state.value;
  const typed = useSignal('');
  const say = (key: NumberCheckText, values?: Record<string, string>): string => numberCheckText(key, translator, values);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (isOver) return onAgain();
    if (typed.peek().length === check.digits) onCode(typed.peek());
    else (event.currentTarget as HTMLFormElement).querySelector('input')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    // Back to the form; the panel stays.
    event.preventDefault();
    event.stopPropagation();
    onLeave();
  };
  return (
    <form class="rb-code" noValidate onSubmit={submit} onKeyDown={onKeyDown}>
      <h3>{say('Title')}</h3>
      <p>
        <Told text={told ?? say(check.way === 'sms' ? 'BySms' : 'ByVoice')} number={phone} />
      </p>
      <CodeField
        digits={check.digits}
        typed={typed}
        isLocked={busy || isOver}
        error={error && say(error)}
        label={say('Label')}
        onWhole={onCode}
      />
      <div class="rb-code-more" role="status">
        {said && <span>{say(said)}</span>}
      </div>
      {!isOver && <Again key={resendAt} at={resendAt} environment={environment} say={say} onAgain={onAgain} />}
      <div class="row cx-button-group">
        <button type="button" class="quiet cx-btn" onClick={onLeave}>
          {mayChange() ? say('Change') : translator.text('ringback.Back')}
        </button>
        <button type="submit" class="go cx-btn cx-btn-primary" aria-disabled={busy || undefined} aria-busy={busy || undefined}>
          {busy && <i class="spin" aria-hidden="true" />}
          {busy ? translator.text('ringback.Checking') : isOver ? say('Again') : translator.text('callback.ConfirmButtonText')}
        </button>
      </div>
    </form>
  );
}

interface CodeFieldProps {
  digits: number;
  typed: Signal<string>;
  isLocked: boolean;
  error: string | undefined;
  label: string;
  onWhole(code: string): void;
}

function CodeField({ digits, typed, isLocked, error, label, onWhole }: CodeFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  // After a wrong code the next one takes its place.
  useLayoutEffect(() => {
    if (error && !isLocked) field.current?.select();
  }, [error, isLocked]);
  const take = (value: string): void => {
    const code = digitsOf(value).slice(0, digits);
    const isNews = code !== typed.peek();
    typed.value = code;
    // What was not a digit goes.
    if (field.current) field.current.value = code;
    if (isNews && code.length === digits) onWhole(code);
  };
  return (
    <>
      <label class="cx-form-label" for={FIELD}>
        {label}
      </label>
      <div class={error ? 'field bad' : 'field'}>
        <input
          id={FIELD}
          ref={field}
          class={error ? 'cx-input cx-error' : 'cx-input'}
          name="numbercheckcode"
          type="text"
          dir="ltr"
          inputMode="numeric"
          autoComplete="one-time-code"
          enterKeyHint="done"
          value={typed.value}
          readOnly={isLocked}
          aria-invalid={error ? 'true' : undefined}
          aria-describedby={error ? `${FIELD}-below` : undefined}
          onInput={(event) => take(event.currentTarget.value)}
        />
      </div>
      <p class="below bad cx-error-text" id={`${FIELD}-below`} role={error ? 'alert' : undefined}>
        {error && (
          <>
            <Icon name="warn" />
            <span>{error}</span>
          </>
        )}
      </p>
    </>
  );
}

/** The sentence with the number in it, which reads from left to right in every language. */
function Told({ text, number }: { text: string; number: string }) {
  const [before = '', after = ''] = text.split('<%Number%>');
  return (
    <>
      {before}
      <bdi dir="ltr">
        <ShownNumber number={number} loadFormat={loadFormat} />
      </bdi>
      {after}
    </>
  );
}

interface AgainProps {
  at: number | undefined;
  environment: Environment;
  say(key: NumberCheckText, values?: Record<string, string>): string;
  onAgain(): void;
}

const SECOND = 1000;

/** "Send a new code", and until then how long it takes; nobody is told each second aloud. */
function Again({ at, environment, say, onAgain }: AgainProps) {
  const left = useSignal(secondsUntil(at, environment.now()));
  useEffect(() => {
    let callOff = (): void => undefined;
    const tick = (): void => {
      left.value = secondsUntil(at, environment.now());
      if (left.value > 0) callOff = environment.after(SECOND, tick);
    };
    tick();
    return () => callOff();
  }, [at]);
  if (at === undefined) return null;
  const seconds = left.value;
  const isWaiting = seconds > 0;
  const clock = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  return (
    <button type="button" class="link rb-code-again" aria-disabled={isWaiting || undefined} onClick={() => !isWaiting && onAgain()}>
      {isWaiting ? say('AgainIn', { Time: clock }) : say('Again')}
    </button>
  );
}

const secondsUntil = (at: number | undefined, now: number): number => (at === undefined ? 0 : Math.max(0, Math.ceil((at - now) / SECOND)));
