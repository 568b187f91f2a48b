import type { Offers } from '@ringback/contract';
import type { CallInNumber, CallInState, CallInView } from '@ringback/mobile-bridge';
import type { SayCallIn } from '../../i18n/call-in-texts.js';
import type { Tone } from '../../panel/Panel.js';
import type { CodeQuestion } from './caller-pass.js';
import type { OwnNumber } from './own-number.js';
import type { CallInWay } from './protocol.js';

/** What can be done in the panel. */
export interface CallInActs {
  /** Asks for a number, or a place. */
  ask(): void;
  accept(): void;
  /** Opens the question whether the place is to be given up. */
  giveUp(): void;
  /** Answers it. */
  answer(goes: boolean): void;
  /** Forgets what is over. */
  again(): void;
  /** The number was pressed. @returns whether an app opens the phone, so that the link must not */
  dial(): boolean;
  close(): void;
  minimize(isMinimized: boolean): void;
}

/** All that the panel draws. */
export interface Scene {
  readonly view: CallInView;
  readonly way: CallInWay;
  /** The visitor's number, where it is asked for. */
  readonly own: OwnNumber | undefined;
  /** The code that is asked for; undefined: none is. */
  readonly question: CodeQuestion | undefined;
  /** What the queue can offer; undefined: not known. */
  readonly offers: Offers | undefined;
  /** Longest line seen: where the visitor's way began. */
  readonly line: number;
  readonly isMinimized: boolean;
  /** Whether the place is to be given up is being asked. */
  readonly isAsked: boolean;
  /** A request is about to go, or on its way. */
  readonly isBusy: boolean;
  /** The visitor has opened the phone with this number. */
  readonly hasDialled: boolean;
  readonly countryCodes: boolean;
  readonly say: SayCallIn;
  readonly acts: CallInActs;
}

/** The scene of one state. */
export type SceneAt<At extends CallInState['at']> = Scene & { readonly state: Extract<CallInState, { at: At }> };

export type Step = 'ask' | 'waiting' | 'ready' | 'callable' | 'number-expired' | 'connected' | 'over';

/** Which step of the panel a state is shown in. */
export function stepOf(state: CallInState): Step {
  switch (state.at) {
    case 'idle':
    case 'requesting':
      return 'ask';
    case 'accepting':
      return 'ready';
    case 'over':
      return state.end === 'refused' ? 'ask' : 'over';
    case 'waiting':
    case 'ready':
    case 'callable':
    case 'number-expired':
    case 'connected':
      return state.at;
  }
}

/** Whether something is under way that a reload comes back to. A number that belongs to no place is done with its match. */
export const isUnderWay = (state: CallInState): boolean =>
  state.at !== 'idle' && state.at !== 'over' && !(state.at === 'connected' && state.callbackId === undefined);

/** `0:28`, in the digits of the language. */
export function clockText(seconds: number, lang: string): string {
  const digits = (value: number, minimumIntegerDigits: number): string =>
    new Intl.NumberFormat(lang, { minimumIntegerDigits }).format(value);
  return `${digits(Math.floor(seconds / 60), 1)}:${digits(seconds % 60, 2)}`;
}

/** `You're next`, `Number 3 in line`; undefined: not known yet. */
export const placeText = (position: number | undefined, say: SayCallIn, lang: string): string | undefined =>
  position === undefined ? undefined : position === 1 ? say('Next') : say('Place', { Count: new Intl.NumberFormat(lang).format(position) });

/** Seconds as the wait that people are told; undefined: unknown. */
export function waitText(seconds: number | undefined, say: SayCallIn, lang: string): string | undefined {
  if (seconds === undefined || seconds < 0) return undefined;
  return seconds < 30 ? say('WaitNone') : say('Wait', { Minutes: new Intl.NumberFormat(lang).format(Math.ceil(seconds / 60)) });
}

/** Nothing is to come: the title needs no room below it. */
const NO_STATUS = { text: '', tone: undefined };

/** The line below the title; undefined: not known yet. */
export function statusOf(
  { view: { state }, offers, question, say, way }: Scene,
  lang: string,
): { text: string | undefined; tone: Tone | undefined } {
  switch (stepOf(state)) {
    case 'ask':
      if (offers?.open === false) return { text: say('Closed'), tone: 'off' };
      if (way === 'immediate' || question) return NO_STATUS;
      return { text: offers && (waitText(offers.immediate.estimatedWaitTime, say, lang) ?? ''), tone: undefined };
    case 'waiting':
      return state.at === 'waiting' && state.upcoming ? { text: say('Almost'), tone: 'busy' } : { text: say('Kept'), tone: 'good' };
    case 'ready':
      return { text: say('Turn'), tone: 'busy' };
    case 'callable':
      return 'callbackId' in state && state.callbackId !== undefined ? { text: say('Turn'), tone: 'busy' } : NO_STATUS;
    case 'number-expired':
      return { text: say('RanOut'), tone: 'off' };
    case 'connected':
      return { text: say('Connected'), tone: 'good' };
    case 'over':
      return { text: say('Ended'), tone: 'off' };
  }
}

/** What screen readers are told when a step is reached; the code digit by digit. */
export function saidOf({ view: { state, secondsLeft }, say, hasDialled }: Scene, lang: string): string {
  switch (state.at) {
    case 'waiting':
      return placeText(state.position, say, lang) ?? say('Finding');
    case 'ready':
      return `${say('Turn')}. ${say('TurnBody')}`;
    case 'callable':
      return [...numberSaid(state.number, say), ...lastCall(secondsLeft, say, lang)].join(' ');
    case 'number-expired':
      return `${say('RanOut')}. ${hasDialled ? say('OnTheLine') : ''}`;
    case 'connected':
      return say('Connected');
    case 'idle':
    case 'requesting':
    case 'accepting':
    case 'over':
      return '';
  }
}

const numberSaid = ({ phoneNumber, accessCode }: CallInNumber, say: SayCallIn): string[] => [
  say('SaidNumber', { Number: spelled(phoneNumber) }),
  ...(accessCode === undefined ? [] : [say('SaidCode', { Code: spelled(accessCode) })]),
];

/** Said once, when somebody who listens still has the time to act. */
const LAST_CALL_SECONDS = 10;
const lastCall = (left: number | undefined, say: SayCallIn, lang: string): string[] =>
  left !== undefined && left <= LAST_CALL_SECONDS ? [say('Left', { Time: clockText(LAST_CALL_SECONDS, lang) })] : [];

/** One digit after the other, or screen readers say a million. */
export const spelled = (digits: string): string => [...digits].join(' ');
