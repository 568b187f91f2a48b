import type { ReportType } from '@ringback/contract';
import type Twilio from 'twilio';
import type { ProviderEvent, ProviderInbox } from '../ports/provider-inbox.js';
import { addressOf, readAddress } from './twilio-addresses.js';

export interface TwilioInboxOptions {
  /** The library; given, because only a service that uses Twilio loads it. */
  readonly library: Pick<typeof Twilio, 'twiml' | 'validateRequest'>;
  readonly authToken: string;
  readonly publicUrl: string;
  readonly from: string;
  /** Undefined: the Twilio queue named like ours. */
  readonly agentDestination: string | undefined;
}

type Fields = Readonly<Record<string, string>>;
type Voice = InstanceType<typeof Twilio.twiml.VoiceResponse>;

/** How often agents are tried for one customer who waits on the line. */
const MOST_TRIES = 3;
const PAUSE_SECONDS = 2;

/** By CallStatus. Who has answered is told by the question what to do with them, which comes when a machine has been ruled out. */
const REPORTS: Readonly<Record<string, ReportType>> = {
  ringing: 'ringing',
  busy: 'busy',
  'no-answer': 'no-answer',
  failed: 'failed',
  canceled: 'failed',
  completed: 'ended',
};

/** Requests of Twilio about the calls that we have it make, proved by X-Twilio-Signature, and answers to them in TwiML. */
export function twilioInbox(options: TwilioInboxOptions): ProviderInbox {
  const { library, authToken, publicUrl } = options;
  return {
    read({ path, fields, signature }) {
      const address = readAddress(path);
      if (!address) return 'unknown';
      const callRef = fields['CallSid'];
      if (signature === undefined || !library.validateRequest(authToken, signature, publicUrl + path, fields) || !callRef) return 'forged';
      const { id, attempt, tries } = address;
      const event = { id, attempt, callRef, tries };
      switch (address.topic) {
        case 'status':
          return { ...event, news: statusOf(fields), asks: false };
        case 'answer':
          return isMachine(fields)
            ? { ...event, news: { kind: 'report', type: 'machine' }, asks: false }
            : { ...event, news: { kind: 'report', type: 'answered' }, asks: true };
        case 'done':
          return { ...event, ...afterAgent(fields, tries) };
      }
    },
    reply(event, { connect, queue }) {
      const voice = new library.twiml.VoiceResponse();
      if (event.asks && connect) connectTo(options, voice, { event, queue });
      else voice.hangup();
      return voice.toString();
    },
  };
}

const isMachine = ({ AnsweredBy = '' }: Fields): boolean => AnsweredBy.startsWith('machine') || AnsweredBy === 'fax';

function statusOf(fields: Fields): ProviderEvent['news'] {
  const type = REPORTS[fields['CallStatus'] ?? ''];
  if (type === undefined) return undefined;
  return { kind: 'report', type: type === 'ended' && isMachine(fields) ? 'machine' : type };
}

/** The agent's leg, or the wait in a queue, is over. */
function afterAgent({ DialCallStatus, QueueResult }: Fields, tries: number): Pick<ProviderEvent, 'news' | 'asks'> {
  const served =
    DialCallStatus === 'completed' || DialCallStatus === 'answered' || QueueResult === 'bridged' || QueueResult === 'bridging-in-process';
  if (served) return { news: undefined, asks: false };
  if (DialCallStatus !== undefined && tries < MOST_TRIES) return { news: undefined, asks: true };
  return { news: { kind: 'unserved', outcome: 'abandoned' }, asks: false };
}

function connectTo(
  { publicUrl, from, agentDestination }: TwilioInboxOptions,
  voice: Voice,
  { event, queue }: { event: ProviderEvent; queue: string },
): void {
  const action = publicUrl + addressOf({ callbackId: event.id, number: event.attempt }, 'done', event.tries + 1);
  const [, scheme, rest = ''] = /^(sips?|client|queue):(.+)$/.exec(agentDestination ?? `queue:${queue}`) ?? [];
  if (scheme === 'queue') return void voice.enqueue({ action, method: 'POST' }, rest);
  if (event.tries > 0) voice.pause({ length: PAUSE_SECONDS });
  const dial = voice.dial({ action, method: 'POST', callerId: from });
  if (scheme === 'client') dial.client(rest);
  else if (scheme === undefined) dial.number(agentDestination ?? '');
  else dial.sip(agentDestination ?? '');
}
