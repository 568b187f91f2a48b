import { createMobileBridge, type CallInEnd, type CallInNumber, type CallInState, type CallInView } from '@ringback/mobile-bridge';
import { one } from './page.js';
import { dial, type Heard } from './simulated-line.js';

const API_KEY = 'demo-key';
const QUEUE = 'ClickToCallInDelayed_VQ';
const ENDS: Readonly<Record<CallInEnd, readonly [title: string, note: string]>> = {
  completed: ['All done', 'Thank you for calling.'],
  cancelled: ['Your place is given up', 'Come back whenever you like.'],
  purged: ['We are closing', 'Your place could not be kept any longer: the day is over, or you have waited too long.'],
  expired: ['Your turn has passed', 'Nobody called in time, so the place went to the next.'],
  refused: ['That did not work', ''],
};

const { callIn } = createMobileBridge({
  server: window.location.origin,
  apiKey: API_KEY,
  // An app gives the device's FCM token; this page has none, and asks the server as long as it is looked at.
  push: 'optional',
});
let number: CallInNumber | undefined;
/** One name for all codes that are typed in one call. */
let callId = '';

const text = (selector: string, words: string): void => void (one(selector).textContent = words);

/** Which of the page's views a state is shown in. */
function viewNameOf({ at }: CallInState): string {
  if (at === 'requesting') return 'waiting';
  return at === 'accepting' ? 'ready' : at;
}

function draw({ state, secondsLeft, problem }: CallInView): void {
  const name = viewNameOf(state);
  for (const view of document.querySelectorAll<HTMLElement>('[data-view]')) view.hidden = view.dataset['view'] !== name;
  for (const left of document.querySelectorAll('[data-left]')) left.textContent = timeText(secondsLeft);
  text('[data-problem]', problem ?? '');
  switch (state.at) {
    case 'waiting':
      text('[data-place]', placeText(state.position));
      break;
    case 'callable':
      drawNumber(state.number);
      break;
    case 'connected':
      hangUp();
      break;
    case 'over': {
      const [title, note] = ENDS[state.end];
      text('[data-end]', title);
      text('[data-end-note]', state.message ?? note);
      break;
    }
    case 'idle':
    case 'requesting':
    case 'ready':
    case 'accepting':
    case 'number-expired':
  }
  const heading = one(`[data-view="${name}"] h2`).textContent ?? '';
  if (one('[data-said]').textContent !== heading) text('[data-said]', heading);
}

const placeText = (position: number | undefined): string =>
  position === undefined ? 'Finding your place' : position === 1 ? 'You’re next' : `Number ${position} in line`;

/** The demonstration's numbers are North American; others stay as they are. */
const spaced = (phoneNumber: string): string => phoneNumber.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3');

const timeText = (seconds: number | undefined): string =>
  seconds === undefined ? '' : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

function drawNumber(next: CallInNumber): void {
  if (number?.telUri === next.telUri) return;
  number = next;
  text('[data-number]', spaced(next.phoneNumber));
  const digits = [...(next.accessCode ?? '')].map((digit) => {
    const box = document.createElement('span');
    box.textContent = digit;
    return box;
  });
  one('[data-code]').replaceChildren(...digits);
}

function startCall(): void {
  if (!number) return;
  callId = crypto.randomUUID();
  one('[data-call]').hidden = false;
  text('[data-dialled]', spaced(number.phoneNumber));
  one<HTMLButtonElement>('[data-do="type-code"]').focus();
  void type(undefined);
}

const hangUp = (): void => void (one('[data-call]').hidden = true);

/** Types a code into the call, and hears what is said; the first time nothing is typed. */
async function type(accessCode: string | undefined): Promise<void> {
  if (!number) return;
  const heard: Heard = await dial({ dialedNumber: number.phoneNumber, callerNumber: ownNumber(), accessCode, callId }, API_KEY);
  text('[data-heard]', heard.said);
  // The page that is looked at asks the server at once.
  if (heard.matched) document.dispatchEvent(new Event('visibilitychange'));
}

const ownNumber = (): string => one<HTMLInputElement>('[data-own]').value.trim();
/** The right one with its last digit turned. */
const wrongCode = (code: string): string => code.slice(0, -1) + String((Number(code.at(-1)) + 1) % 10);

const ACTIONS: Readonly<Record<string, () => unknown>> = {
  cancel: () => callIn.cancel(),
  accept: () => callIn.accept(),
  again: () => callIn.dismiss(),
  call: startCall,
  'type-code': () => type(number?.accessCode),
  'type-wrong': () => type(number?.accessCode && wrongCode(number.accessCode)),
  'hang-up': hangUp,
};
for (const button of document.querySelectorAll<HTMLElement>('[data-do]'))
  button.addEventListener('click', () => ACTIONS[button.dataset['do'] ?? '']?.());
one<HTMLFormElement>('form[data-view="idle"]').addEventListener('submit', (event) => {
  event.preventDefault();
  // Why it was refused stands in the state.
  callIn.delayed({ serviceName: QUEUE, phoneNumber: ownNumber() }).catch(() => undefined);
});
callIn.subscribe(draw);
