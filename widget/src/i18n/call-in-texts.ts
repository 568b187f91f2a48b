import type { TextValues, Translator } from './translate.js';

/** English for CallIn. */
const ENGLISH = {
  Title: 'Call us',
  Close: 'Close',
  Minimize: 'Minimize',
  Maximize: 'Show the call',
  NowTitle: 'Talk to us now',
  NowBody: 'You get a number to call, and a code that tells us who you are.',
  LaterTitle: 'The line waits, not you',
  LaterBody: 'We keep your place, and tell you here when it is your turn to call.',
  GetNumber: 'Get the number',
  KeepPlace: 'Keep my place',
  Cancel: 'Cancel',
  WaitNone: 'Hardly any wait',
  Wait: 'Wait: about <%Minutes%> min',
  Closed: 'Closed now',
  ClosedTitle: 'We are closed at the moment.',
  Opens: 'We open again: <%Time%>.',
  Sending: 'One moment…',
  OfflineTitle: 'You seem to be offline.',
  OfflineBody: 'Nothing is lost. We go on as soon as you are connected.',
  Kept: 'Your place is kept',
  Finding: 'Finding your place in line',
  Next: 'You’re next',
  Place: 'Number <%Count%> in line',
  Live: 'Updates live',
  Stay: 'You can go on browsing. We show this again when it is your turn.',
  Almost: 'It won’t be long now',
  GiveUp: 'Give up my place',
  GiveUpQuestion: 'Give up your place?',
  GiveUpBody: 'It goes to the next in line.',
  KeepIt: 'Keep it',
  Turn: 'It’s your turn',
  TurnBody: 'Get the number and call us.',
  TurnLeft: 'Your turn lasts another <%Time%>.',
  CallNumber: 'Call this number',
  TypeCode: 'Type this code when you are asked for it',
  CallNow: 'Call now',
  Left: 'Good for another <%Time%>',
  SaidNumber: 'Call <%Number%>.',
  SaidCode: 'Your code: <%Code%>.',
  RanOut: 'The number has run out',
  RanOutKept: 'Your place is kept. Get another number when you are ready to call.',
  RanOutNow: 'Get another one when you are ready to call.',
  OnTheLine: 'Are you on the phone with us already? Then just stay on the line.',
  AnotherNumber: 'Get another number',
  Connected: 'You are connected',
  ConnectedBody: 'The code has found your place. We know what it is about.',
  ConnectedNow: 'The code has reached us. We know what it is about.',
  CodeSms: 'We’ve sent a 6-digit code to <%Number%>. Please type it here.',
  CodeVoice: 'We’re calling <%Number%> to tell you a 6-digit code. Please type it here.',
  NoMessages: 'No messages then. Your place is kept, and we show it here.',
  Ended: 'Finished',
  Done: 'All done',
  DoneBody: 'Thank you for calling.',
  Cancelled: 'Your place is given up',
  CancelledBody: 'Come back whenever you like.',
  Purged: 'Your place could not be kept',
  PurgedBody: 'We did not get to you in time, or have closed for today.',
  Expired: 'Your turn has passed',
  ExpiredBody: 'We waited for your call, and then the place went to the next in line.',
  TryAgain: 'Try again',
  Failed: 'That didn’t work. Please try again.',
  Busy: 'There are too many requests right now.',
  BusyAgain: 'Please try again in a moment.',
  BusyAfter: 'Please try again in <%Time%>.',
  NumberMissing: 'Please enter your phone number.',
  BadNumber: 'Please enter a valid phone number.',
  NoSuchCountry: 'We can’t take calls from this number. Please try another one.',
  Person: 'We couldn’t verify that you are a person. Please try again.',
  Setup: 'This page is not set up for calls. Please tell the site owner.',
} as const;
export type CallInText = keyof typeof ENGLISH;
export type CallInTexts = Readonly<Record<CallInText, string>>;

const LANGUAGES: Readonly<Record<string, () => Promise<{ readonly default: CallInTexts }>>> = {
  ar: () => import('./call-in/ar.json'),
  de: () => import('./call-in/de.json'),
  es: () => import('./call-in/es.json'),
  fr: () => import('./call-in/fr.json'),
  he: () => import('./call-in/he.json'),
  it: () => import('./call-in/it.json'),
  ja: () => import('./call-in/ja.json'),
  nl: () => import('./call-in/nl.json'),
  pl: () => import('./call-in/pl.json'),
  pt: () => import('./call-in/pt-BR.json'),
  zh: () => import('./call-in/zh-CN.json'),
};

/** Our own texts in one language. Few sites have call-ins, so each language is a small file of its own, fetched with the panel. Rejects when it can't be had. */
export async function loadCallInTexts(lang: string): Promise<CallInTexts> {
  return (await LANGUAGES[lang.split('-')[0] ?? '']?.())?.default ?? ENGLISH;
}

/** What the buttons of the frame and of its parts say here: the panel's own words speak of callbacks, or are not loaded. */
const FRAME: Readonly<Record<string, CallInText>> = {
  'callback.AriaClose': 'Close',
  'callback.AriaMinimize': 'Minimize',
  'ringback.TryAgain': 'TryAgain',
};

/** Says a text of CallIn; the site's own text for `callin.Title` and so on goes before ours. */
export type SayCallIn = (key: CallInText, values?: TextValues) => string;

export function sayCallIn(texts: CallInTexts, { resolve }: Translator): SayCallIn {
  return (key, values = {}) => {
    const reference = `@i18n:callin.${key}`;
    const own = resolve(reference);
    return (own === reference ? texts[key] : own).replace(/<%(\w+)%>/g, (placeholder, name: string) => String(values[name] ?? placeholder));
  };
}

/** The translator as the panel's parts need it. */
export const frameWords = (translator: Translator, say: SayCallIn): Translator => ({
  ...translator,
  text: (key, values) => {
    const own = FRAME[key];
    return own ? say(own) : translator.text(key, values);
  },
});
