import type { CallInMatched } from '@ringback/contract';
import { CALL_IN_WORDS, FAILURE_WORDS } from '../domain/call-in-words.js';
import type { CallOrder, ProviderCall } from '../ports/provider-inbox.js';
import type { Dependencies } from './dependencies.js';
import { recordProgress } from './record-progress.js';
import { Refusal } from '../domain/refusal.js';
import { takeInboundCall } from './take-inbound-call.js';

/** CI4: what a provider is to do with a call that comes in. */
export async function orderFor(deps: Dependencies, call: ProviderCall): Promise<CallOrder> {
  const verdict = await takeInboundCall(deps, call);
  const unheard = `${CALL_IN_WORDS.noCode} ${CALL_IN_WORDS.goodbye}`;
  switch (verdict.kind) {
    case 'ask':
      return { kind: 'gather', said: CALL_IN_WORDS.ask, unheard, digits: verdict.codeLength };
    case 'again':
      return { kind: 'gather', said: `${FAILURE_WORDS[verdict.failure]} ${CALL_IN_WORDS.ask}`, unheard, digits: verdict.codeLength };
    case 'refused':
      return { kind: 'hang-up', said: `${FAILURE_WORDS[verdict.failure]} ${CALL_IN_WORDS.goodbye}` };
    case 'matched':
      return connect(deps, verdict.match);
  }
}

/** Where the provider finds the agents by itself, whoever is brought to them talks to one. */
async function connect(deps: Dependencies, { callback, routing, request }: CallInMatched): Promise<CallOrder> {
  const said = CALL_IN_WORDS.matched;
  const queue = routing?.queue ?? request?.groupName ?? '';
  if (!callback) return { kind: 'connect', said, queue, attempt: undefined };
  const { id, attempt } = callback;
  await recordProgress(deps, { id, attempt, progress: { kind: 'connected' }, actor: { kind: 'dialer', name: deps.dialer.kind } }).catch(
    (error: unknown) => {
      // Cancelled in the very moment of the match, or told twice.
      if (!(error instanceof Refusal)) throw error;
    },
  );
  return { kind: 'connect', said, queue, attempt: { callbackId: id, number: attempt } };
}
