import type { CallInNumber } from './call-in-state.js';
import { has, isListOf, isNumber, isObject, isOneOf, isText, maybe, parseJson, read } from './read.js';

/** A place in the queue, and the token that opens it; without `callbackId` a number that belongs to none. */
export interface Place {
  readonly callbackId?: string | undefined;
  readonly token: string;
  readonly groupName?: string | undefined;
}

/** A request that the server may or may not have; the key makes asking twice harmless. */
export interface OpenRequest {
  readonly way: 'immediate' | 'delayed';
  readonly key: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What survives the app being killed; one entry of the host's storage. Gone as soon as nothing is under way. */
export interface SavedCallIn {
  readonly v: 1;
  readonly request?: OpenRequest | undefined;
  readonly place?: Place | undefined;
  readonly number?: CallInNumber | undefined;
  /** Visitor tokens of places that the user has given up and the server has not heard of yet. */
  readonly cancels: readonly string[];
  /** Requests that were given up before the server answered: asked for once more, to learn what is to be cancelled. */
  readonly abandoned: readonly OpenRequest[];
}

export const NOTHING_SAVED: SavedCallIn = { v: 1, cancels: [], abandoned: [] };

const isRequest = has({ way: isOneOf('immediate', 'delayed'), key: isText(), body: isObject });
const SHAPE = {
  v: isOneOf(1),
  request: maybe(isRequest),
  place: maybe(has({ callbackId: maybe(isText()), token: isText(), groupName: maybe(isText()) })),
  number: maybe(has({ phoneNumber: isText(), accessCode: maybe(isText()), telUri: isText(Infinity, /^tel:/), expiresAt: isNumber })),
  cancels: isListOf(isText()),
  abandoned: isListOf(isRequest),
};

/** Whether anything is still to be done, or to be shown. */
export const isOpen = ({ request, place, number, cancels, abandoned }: SavedCallIn): boolean =>
  (request ?? place ?? number ?? cancels[0] ?? abandoned[0]) !== undefined;

/** Anything unreadable counts as nothing. */
export const readSaved = (text: string | undefined): SavedCallIn => read<SavedCallIn>(parseJson(text ?? ''), SHAPE) ?? NOTHING_SAVED;
