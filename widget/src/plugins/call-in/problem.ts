import type { Refusal } from '@ringback/mobile-bridge';
import type { CallInText } from '../../i18n/call-in-texts.js';

/** Why nothing came of it, as the visitor is told. */
export type CallInProblem =
  /** The number itself: said at its field. */
  | { readonly kind: 'number'; readonly text: CallInText }
  /** Try again, after so many seconds where the server says. */
  | { readonly kind: 'busy'; readonly seconds: number | undefined }
  | { readonly kind: 'closed' }
  /** The site has not signed for the visitor, or not well. */
  | { readonly kind: 'unsigned' }
  /** Anything else that has words. */
  | { readonly kind: 'said'; readonly text: CallInText };

const said = (text: CallInText): CallInProblem => ({ kind: 'said', text });

/** What a refusal means to the visitor; undefined: nobody answered, or in a way that nobody understands. */
export function problemOf(refusal: Refusal | undefined): CallInProblem {
  switch (refusal?.code) {
    case 7030:
      return { kind: 'number', text: 'BadNumber' };
    case 7036:
    case 7037:
      return { kind: 'number', text: 'NoSuchCountry' };
    case 7041:
      return { kind: 'busy', seconds: refusal.retryAfterSeconds };
    case 7042:
      return { kind: 'closed' };
    case 7043:
      return said('Person');
    case 7046:
      return { kind: 'unsigned' };
    case 503:
    case 1103:
    case 7040:
      return said('Setup');
    default:
      return said('Failed');
  }
}
