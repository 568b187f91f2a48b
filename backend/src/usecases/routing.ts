import type { RoutingRules, Turn } from '../domain/dispatch-plan.js';
import type { Skills } from '../domain/skill-expression.js';
import type { Demand } from '../domain/suitability.js';
import type { Dialer } from '../ports/dialer.js';
import type { Waiting } from '../ports/queue-reader.js';
import { readSkills, type QueueRules } from './site-rules.js';

/** A callback with all that decides who may take it. */
type Asking = Pick<Waiting, 'id' | 'queue' | 'skillExpression' | 'owner'> & { readonly declines?: Waiting['declines'] };

const anybody = (_skills: Skills): boolean => true;

/** Texts of single callbacks, compiled once; emptied when there are more than any day brings. */
const compiled = new Map<string, (skills: Skills) => boolean>();
const MOST_COMPILED = 10_000;

function fitsOf(own: string | undefined, rules: QueueRules): (skills: Skills) => boolean {
  if (own === undefined) return rules.skills?.fits ?? anybody;
  const known = compiled.get(own);
  if (known) return known;
  if (compiled.size >= MOST_COMPILED) compiled.clear();
  const { fits } = readSkills(own);
  compiled.set(own, fits);
  return fits;
}

/** A callback as far as it decides who may take it. */
export const demandOf = ({ queue, skillExpression, owner, declines = {} }: Omit<Asking, 'id'>, rules: QueueRules): Demand => ({
  queue,
  fits: fitsOf(skillExpression, rules),
  owner,
  declines,
});

/** A callback as the plan of a round sees it. */
export function turnOf<Entry extends Asking>(entry: Entry, rules: QueueRules, dialer: Dialer): Turn & { readonly entry: Entry } {
  const { id, queue, skillExpression, owner } = entry;
  const demand = demandOf(entry, rules);
  const ofItsOwn = owner !== undefined || Object.keys(demand.declines).length > 0;
  return {
    ...demand,
    entry,
    id,
    rules: routingOf(rules, dialer, owner !== undefined),
    sameAs: ofItsOwn ? id : `${queue}\n${skillExpression ?? ''}`,
  };
}

/**
 * CB4: the queue's mode, as far as the dialer can do it. Where there are only people at desks, and no dialer that could bring
 * a customer to them, every queue is agent-first. Where the dialer connects customers with agents of its own, people at desks
 * can be asked, but customers can't be brought to them.
 */
function routingOf({ settings }: QueueRules, dialer: Dialer, owned: boolean): RoutingRules {
  const { connectMode, pacingModifier, autoAnswer } = settings;
  const asks = connectMode === 'AGENT_FIRST' || (!dialer.bridge && (owned || dialer.agents() === undefined));
  return { connect: asks ? 'agent-first' : dialer.bridge ? 'customer-first' : 'found-first', pacing: pacingModifier, autoAnswer };
}

/** Who dials for an agent: the telephony side if it can bring the agent in and the queue wants it, else the agent's own hand. */
export const dialerForAgent = ({ settings }: QueueRules, dialer: Dialer): Dialer['kind'] =>
  settings.autoDial && dialer.bridge ? dialer.kind : 'desk';
