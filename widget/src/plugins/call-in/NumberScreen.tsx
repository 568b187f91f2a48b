import { useRef } from 'preact/hooks';
import type { CallInNumber } from '@ringback/mobile-bridge';
import { loadFormat } from '../../phone/load-format.js';
import { ShownNumber } from '../../phone/ShownNumber.js';
import { useKit } from '../../ui/kit.js';
import { clockText, spelled, type SceneAt } from './scene.js';

/** Where to call and what to type, as large as it goes, and how long it is good for. */
export function NumberScreen({ state: { number }, view: { secondsLeft = 0 }, say, acts }: SceneAt<'callable'>) {
  const { lang } = useKit().translator;
  // The whole of it, as long as this number is shown.
  const first = useRef<{ number: CallInNumber; seconds: number }>(undefined);
  if (first.current?.number !== number) first.current = { number, seconds: secondsLeft };
  const whole = first.current?.seconds ?? secondsLeft;
  return (
    <>
      <div class="body">
        <div class="ticket">
          <h3>{say('CallNumber')}</h3>
          <p class="to" dir="ltr">
            <ShownNumber number={number.phoneNumber} loadFormat={loadFormat} />
          </p>
          {number.accessCode !== undefined && <Code code={number.accessCode} label={say('TypeCode')} />}
          <div class={secondsLeft <= 10 ? 'time-left soon' : 'time-left'}>
            <span>{say('Left', { Time: clockText(secondsLeft, lang) })}</span>
            <progress max={whole} value={secondsLeft} aria-hidden="true" />
          </div>
        </div>
      </div>
      <div class="foot">
        <div class="row">
          <button type="button" class="quiet" onClick={acts.giveUp}>
            {say('Cancel')}
          </button>
          <a
            class="go"
            href={number.telUri}
            onClick={(event) => {
              if (acts.dial()) event.preventDefault();
            }}
          >
            {say('CallNow')}
          </a>
        </div>
      </div>
    </>
  );
}

/** Digits in boxes of their own, left to right in every language; read one by one. */
function Code({ code, label }: { code: string; label: string }) {
  return (
    <>
      <p class="label">{label}</p>
      <p class={code.length > 8 ? 'digits many' : 'digits'} dir="ltr">
        <span class="said">{spelled(code)}</span>
        {[...code].map((digit, at) => (
          <b key={`${at}${digit}`} aria-hidden="true">
            {digit}
          </b>
        ))}
      </p>
    </>
  );
}
