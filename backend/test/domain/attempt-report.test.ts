import { REPORT_TYPES, type AttemptOutcome, type ReportType } from '@ringback/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeReport, type AttemptSoFar, type Reported } from '../../src/domain/attempt-report.js';

const ringing: AttemptSoFar = { progress: 'ringing', outcome: undefined, superseded: false, reportIds: [], state: 'ROUTING' };
const silent: AttemptSoFar = { ...ringing, progress: undefined };
const waiting: AttemptSoFar = { ...ringing, progress: 'answered' };
const talking: AttemptSoFar = { ...waiting, state: 'PROCESSING' };
const report = (type: ReportType, rest: Partial<Reported> = {}): Reported => ({ type, reportId: undefined, bridged: true, ...rest });
const over = (outcome: AttemptOutcome) => ({ kind: 'news', progress: { kind: 'over', outcome }, note: undefined });
const news = (kind: string, note?: string) => ({ kind: 'news', progress: { kind }, note });
const OLD = { kind: 'old' };

describe('[TE1] what a report tells', () => {
  it.each<[string, AttemptSoFar, Reported, unknown]>([
    ['ringing first', silent, report('ringing'), news('ringing', 'ringing')],
    ['ringing again', ringing, report('ringing'), OLD],
    ['answered by a side that bridges', ringing, report('answered'), news('connected', 'answered')],
    ['answered by a side that waits for our agent', ringing, report('answered', { bridged: false }), news('answered', 'answered')],
    ['answered without ringing', silent, report('answered'), news('connected', 'answered')],
    ['answered again', talking, report('answered'), OLD],
    ['ringing after the answer', talking, report('ringing'), OLD],
    ['busy', silent, report('busy'), over('busy')],
    ['no-answer', ringing, report('no-answer'), over('no-answer')],
    ['machine', ringing, report('machine'), over('machine')],
    ['failed', silent, report('failed'), over('failed')],
    ['busy after the answer', talking, report('busy'), OLD],
    ['machine after the answer', waiting, report('machine'), OLD],
    ['ended after the answer', talking, report('ended'), news('ended')],
    ['ended while the customer waited for an agent', waiting, report('ended'), over('abandoned')],
    ['ended after ringing', ringing, report('ended'), over('no-answer')],
    ['ended out of nothing', silent, report('ended'), over('failed')],
    ['ended that overtook the answer', ringing, report('ended', { answered: true }), news('ended', 'answered')],
    ['the same where our agent was missing', ringing, report('ended', { answered: true, bridged: false }), over('abandoned')],
  ])('[TE1] %s', (_, attempt, given, verdict) => expect(judgeReport(attempt, given)).toEqual(verdict));

  it.each<[ReportType, AttemptOutcome]>([
    ['busy', 'connected'],
    ['answered', 'busy'],
    ['ended', 'no-answer'],
    ['ringing', 'failed'],
  ])('[TE1] %s is old news of an attempt that ended: %s', (type, outcome) => {
    expect(judgeReport({ ...ringing, outcome, state: 'QUEUED' }, report(type))).toEqual(OLD);
  });

  it('[TE1] an attempt that a later one has followed takes only what agrees with its end', () => {
    const past: AttemptSoFar = { ...ringing, outcome: 'busy', superseded: true };
    expect(judgeReport(past, report('busy'))).toEqual(OLD);
    expect(judgeReport(past, report('ringing'))).toEqual(OLD);
    expect(judgeReport(past, report('ended'))).toEqual(OLD);
    expect(judgeReport(past, report('answered'))).toEqual({ kind: 'superseded' });
    expect(judgeReport(past, report('no-answer'))).toEqual({ kind: 'superseded' });
  });

  const types = fc.constantFrom(...REPORT_TYPES);
  it('[TE1] the same report id counts once, whatever it says the second time', () => {
    fc.assert(
      fc.property(types, types, (first, second) => {
        const seen = { ...silent, reportIds: [`id of ${first}`] };
        expect(judgeReport(seen, report(second, { reportId: `id of ${first}` }))).toEqual(OLD);
      }),
    );
  });

  /** What the queue does with a verdict, as far as reports can see. */
  function after(attempt: AttemptSoFar, given: Reported): AttemptSoFar {
    const verdict = judgeReport(attempt, given);
    if (verdict.kind !== 'news') return attempt;
    const progress = verdict.note ?? attempt.progress;
    switch (verdict.progress.kind) {
      case 'ringing':
      case 'answered':
        return { ...attempt, progress };
      case 'connected':
        return { ...attempt, progress, state: 'PROCESSING' };
      case 'ended':
        return { ...attempt, progress, state: 'COMPLETED', outcome: 'connected' };
      case 'over':
        return { ...attempt, progress, state: 'QUEUED', outcome: verdict.progress.outcome };
    }
  }

  it('[TE1] any reports in any order, each as often as it comes: one end at most, and never a way back', () => {
    fc.assert(
      fc.property(fc.array(types, { maxLength: 12 }), fc.boolean(), (given, bridged) => {
        let attempt = silent;
        let ends = 0;
        for (const type of given) {
          const next = after(attempt, report(type, { bridged }));
          if (next.outcome !== undefined && attempt.outcome === undefined) ends += 1;
          if (attempt.outcome !== undefined) expect(next).toEqual(attempt);
          if (attempt.state === 'PROCESSING') expect(['PROCESSING', 'COMPLETED']).toContain(next.state);
          expect(after(next, report(type, { bridged }))).toEqual(next);
          attempt = next;
        }
        expect(ends).toBeLessThanOrEqual(1);
      }),
    );
  });
});
