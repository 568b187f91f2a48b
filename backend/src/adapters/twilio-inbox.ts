import type { ReportType } from '@ringback/contract';
import type Twilio from 'twilio';
import type { CallOrder, ProviderEvent, ProviderInbox, ProviderRequest } from '../ports/provider-inbox.js';
import { addressOf, CALL_IN_ADDRESS, CALL_IN_CODE_ADDRESS, readAddress } from './twilio-addresses.js';

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
/** How long somebody may take between two digits of the code. */
const CODE_SECONDS = 10;

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
  const { library } = options;
  return {
    readCall(request) {
      const { path, fields } = request;
      if (path !== CALL_IN_ADDRESS && path !== CALL_IN_CODE_ADDRESS) return undefined;
      const callRef = signedCall(options, request);
      if (callRef === undefined) return 'forged';
      const { To = '', From = '', Digits } = fields;
      // Twilio says so of callers that withhold their number.
      const callerNumber = /^\+[1-9]\d{4,14}$/.test(From) ? From : undefined;
      return { callRef, dialedNumber: To, callerNumber, digits: path === CALL_IN_CODE_ADDRESS ? (Digits ?? '') : undefined };
    },
    order: (order) => carryOut(options, order).toString(),
    read(request) {
      const address = readAddress(request.path);
      if (!address) return 'unknown';
      const callRef = signedCall(options, request);
      if (callRef === undefined) return 'forged';
      const { id, attempt, tries } = address;
      const { fields } = request;
      const event = { id, attempt, callRef, tries, inbound: address.topic === 'left' };
      switch (address.topic) {
        case 'status':
          return { ...event, news: statusOf(fields), asks: false };
        case 'answer':
          return isMachine(fields)
            ? { ...event, news: { kind: 'report', type: 'machine' }, asks: false }
            : { ...event, news: { kind: 'report', type: 'answered' }, asks: true };
        case 'done':
          return { ...event, ...afterAgent(fields, tries, undefined) };
        case 'left':
          return { ...event, ...afterAgent(fields, tries, { kind: 'report', type: 'ended' }) };
      }
    },
    reply(event, { connect, queue }) {
      const voice = new library.twiml.VoiceResponse();
      if (event.asks && connect) connectTo(options, voice, { call: callOf(event), queue });
      else voice.hangup();
      return voice.toString();
    },
  };
}

/** Undefined: not signed by Twilio. */
function signedCall(
  { library, authToken, publicUrl }: TwilioInboxOptions,
  { path, fields, signature }: ProviderRequest,
): string | undefined {
  const isSigned = signature !== undefined && library.validateRequest(authToken, signature, publicUrl + path, fields);
  return isSigned ? fields['CallSid'] || undefined : undefined;
}

const callOf = ({ id, attempt, tries, inbound }: ProviderEvent): Connected => ({
  action: addressOf({ callbackId: id, number: attempt }, inbound ? 'left' : 'done', tries + 1),
  tries,
});

const isMachine = ({ AnsweredBy = '' }: Fields): boolean => AnsweredBy.startsWith('machine') || AnsweredBy === 'fax';

function statusOf(fields: Fields): ProviderEvent['news'] {
  const type = REPORTS[fields['CallStatus'] ?? ''];
  if (type === undefined) return undefined;
  return { kind: 'report', type: type === 'ended' && isMachine(fields) ? 'machine' : type };
}

/** The agent's leg, or the wait in a queue, is over. `served`: what that tells of a call whose own end nobody reports. */
function afterAgent(
  { DialCallStatus, QueueResult }: Fields,
  tries: number,
  end: ProviderEvent['news'],
): Pick<ProviderEvent, 'news' | 'asks'> {
  const served =
    DialCallStatus === 'completed' || DialCallStatus === 'answered' || QueueResult === 'bridged' || QueueResult === 'bridging-in-process';
  if (served) return { news: end, asks: false };
  if (DialCallStatus !== undefined && tries < MOST_TRIES) return { news: undefined, asks: true };
  return { news: { kind: 'unserved', outcome: 'abandoned' }, asks: false };
}

/** A call that we are told the end of. */
interface Connected {
  /** Path where that is told. */
  readonly action: string;
  /** How often agents were tried before. */
  readonly tries: number;
}

/** CI4: what to do with a call that comes in, in TwiML. */
function carryOut(options: TwilioInboxOptions, order: CallOrder): Voice {
  const voice = new options.library.twiml.VoiceResponse();
  switch (order.kind) {
    case 'gather': {
      const gather = voice.gather({
        input: ['dtmf'],
        action: options.publicUrl + CALL_IN_CODE_ADDRESS,
        method: 'POST',
        timeout: CODE_SECONDS,
        finishOnKey: '#',
        ...(order.digits !== undefined && { numDigits: order.digits }),
      });
      gather.say(order.said);
      voice.say(order.unheard);
      voice.hangup();
      return voice;
    }
    case 'hang-up':
      voice.say(order.said);
      voice.hangup();
      return voice;
    case 'connect': {
      const { attempt, queue } = order;
      voice.say(order.said);
      connectTo(options, voice, { call: attempt && { action: addressOf(attempt, 'left', 1), tries: 0 }, queue });
      return voice;
    }
  }
}

function connectTo(
  { publicUrl, from, agentDestination }: TwilioInboxOptions,
  voice: Voice,
  { call, queue }: { call: Connected | undefined; queue: string },
): void {
  const action = call && { action: publicUrl + call.action, method: 'POST' };
  const [, scheme, rest = ''] = /^(sips?|client|queue):(.+)$/.exec(agentDestination ?? `queue:${queue}`) ?? [];
  if (scheme === 'queue') return void voice.enqueue({ ...action }, rest);
  if (call && call.tries > 0) voice.pause({ length: PAUSE_SECONDS });
  const dial = voice.dial({ ...action, callerId: from });
  if (scheme === 'client') dial.client(rest);
  else if (scheme === undefined) dial.number(agentDestination ?? '');
  else dial.sip(agentDestination ?? '');
}
