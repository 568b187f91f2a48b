import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { refusalAnswer } from './answer.js';
import type { AppServices } from './app-env.js';
import { describeCause } from './error-cause.js';
import { inTurns } from './in-turns.js';
import { ORIGIN_AREAS, type OriginArea } from './origin-policy.js';
import { plainRequests } from './plain-request.js';
import { postedAnswers } from './posted-answer.js';
import { quickRefusals } from './quick-refusal.js';
import type { RecordAnswer } from './record-answer.js';
import { OWN_RESOURCES, securityHeadersOf } from './security-headers.js';
import { type PlainAnswer, type PlainHeaders, sendPlain } from './send-plain.js';

/** Answers a request, now or soon. False: the app has to look at it; nothing was done. */
export type AnswerEarly = (request: IncomingMessage, response: ServerResponse) => boolean;

/** What is known of an answer besides what is sent. */
interface Early extends PlainAnswer {
  readonly code: number;
  readonly message: string | undefined;
  readonly route: string;
}

/**
 * SE1: answers what is certain to be refused, and what is posted plainly, without the framework; in the words of the app. Refusals are
 * sent in turns, so that a flood of them holds up nobody who is served.
 */
export function earlyAnswers(services: AppServices, recordAnswer: RecordAnswer): AnswerEarly {
  const plain = plainRequests();
  const refusalOf = quickRefusals(services);
  const posted = postedAnswers(services);
  const safety = safetyOf(services.publicUrl);
  const refusalsInTurns = inTurns();
  return (request, response) => {
    const started = performance.now();
    const asked = plain(request);
    if (!asked) return false;
    const { path, area } = asked;
    const { method = '', headers } = request;
    const corrId = randomUUID();
    const answer = (early: Early): void => {
      try {
        sendPlain(request, response, { ...early, headers: [['x-correlation-id', corrId], ...early.headers, ...safety[area]] });
        recordAnswer({ ...early, corrId, path, method, origin: headers.origin, started });
      } catch (error) {
        services.log.error('could not answer', { corrId, ...describeCause(error) });
        response.destroy();
      }
    };
    const refused = refusalOf(asked);
    if (refused) {
      const { refusal, route } = refused;
      refusalsInTurns(() => {
        const refusing = refusalAnswer(refusal, corrId);
        answer({ ...refusing, route, headers: [...refused.headers, ...refusing.headers] });
      });
      return true;
    }
    const answering = posted(asked, corrId);
    void answering?.then((early) => (early.code === 0 ? answer(early) : refusalsInTurns(() => answer(early))));
    return answering !== undefined;
  };
}

/** Headers that all answers of an area have. */
function safetyOf(publicUrl: string | undefined): Readonly<Record<OriginArea, PlainHeaders>> {
  const at = ([path]: (typeof ORIGIN_AREAS)[number]): PlainHeaders => [
    ...Object.entries(securityHeadersOf({ path, type: 'application/json' }, publicUrl)),
    OWN_RESOURCES,
  ];
  return Object.fromEntries(ORIGIN_AREAS.map((one) => [one[1], at(one)])) as Record<OriginArea, PlainHeaders>;
}
