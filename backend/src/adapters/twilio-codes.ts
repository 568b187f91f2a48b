import type Twilio from 'twilio';
import type { CodeMessage, CodeSender, CodeSent } from '../ports/code-sender.js';
import { twilioFailure } from './twilio-dialer.js';

export interface TwilioCodesOptions {
  readonly client: Pick<Twilio.Twilio, 'messages' | 'calls'>;
  /** The library; given, because only a service that uses Twilio loads it. */
  readonly library: Pick<typeof Twilio, 'twiml'>;
  /** A number of the account; for text messages one that can send them. */
  readonly from: string;
  readonly ringSeconds: number;
}

/** Languages as Twilio's voices name them. Hebrew has no voice there that it promises to keep: it is said in English. */
const VOICES: Readonly<Record<string, string>> = {
  en: 'en-US',
  de: 'de-DE',
  fr: 'fr-FR',
  es: 'es-ES',
  it: 'it-IT',
  pt: 'pt-BR',
  nl: 'nl-NL',
  pl: 'pl-PL',
  ja: 'ja-JP',
  zh: 'cmn-CN',
  ar: 'arb',
};
/** A call that is not hung up ends by itself. */
const MOST_CALL_SECONDS = 60;

/**
 * Twilio's error codes that say that it is the number: no number, not one that takes messages, one of a country that the account may not
 * reach, one whose owner has said STOP. All others are ours or Twilio's own.
 */
const OF_THE_NUMBER: readonly unknown[] = [13223, 13224, 21211, 21214, 21215, 21216, 21217, 21408, 21610, 21612, 21614];

/** SE5 by Twilio: a text message, or a call that says the code. */
export function twilioCodes(options: TwilioCodesOptions): CodeSender {
  return {
    async send(message): Promise<CodeSent> {
      try {
        await (message.way === 'sms' ? write(options, message) : call(options, message));
        return { kind: 'sent' };
      } catch (error) {
        return judged(error);
      }
    },
    stop: () => undefined,
  };
}

const write = ({ client, from }: TwilioCodesOptions, { phone, text }: CodeMessage): Promise<unknown> =>
  client.messages.create({ to: phone, from, body: text });

function call({ client, library, from, ringSeconds }: TwilioCodesOptions, { phone, text, language }: CodeMessage): Promise<unknown> {
  const voice = new library.twiml.VoiceResponse();
  voice.pause({ length: 1 });
  // The type lists every voice that Twilio had when the library was made.
  voice.say({ language: (VOICES[language] ?? 'en-US') as 'en-US' }, text);
  return client.calls.create({ to: phone, from, twiml: voice.toString(), timeout: ringSeconds, timeLimit: MOST_CALL_SECONDS });
}

function judged(error: unknown): CodeSent {
  const { reason } = twilioFailure(error);
  return { kind: OF_THE_NUMBER.includes((error as { code?: unknown }).code) ? 'refused' : 'failed', reason };
}
