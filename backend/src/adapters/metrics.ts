import { CALLBACK_STATES } from '@ringback/contract';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Metrics } from '../ports/metrics.js';
import type { ServiceCounts } from '../ports/service-counts.js';

const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export interface MetricsOptions {
  /** Asked at each scrape; when it fails, the scrape goes without the service's own counts. */
  readonly counts: () => Promise<ServiceCounts>;
  /** Memory, event loop and garbage collection of the process as well. */
  readonly ofProcess: boolean;
}

/** Prometheus metrics in a registry of their own, so that several services can live in one process. */
export function createMetrics({ counts, ofProcess }: MetricsOptions): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (ofProcess) collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Answered requests.',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const latency = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to the answer, streams: to their start.',
    labelNames: ['route'],
    buckets: BUCKETS_SECONDS,
    registers,
  });
  const streams = new Gauge({ name: 'ringback_event_streams', help: 'Open live streams.', labelNames: ['kind'], registers });
  const service = createServiceMetrics(registers);
  return {
    requestAnswered({ route, method, status, seconds }) {
      requests.inc({ route, method, status });
      latency.observe({ route }, seconds);
    },
    streamsChanged: (kind, change) => streams.inc({ kind }, change),
    async text() {
      const present = await counts().catch(() => undefined);
      service.up.set(present ? 1 : 0);
      if (present) service.show(present);
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}

/** What the service says of itself at a scrape. Its counters come as totals, so ours begin at 0 each time. */
function createServiceMetrics(registers: Registry[]) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge<Label>({ name, help, labelNames, registers });
  const up = gauge('ringback_counts_available', '1 when the service could be asked at this scrape, else 0.');
  const callbacks = gauge('ringback_callbacks', 'Callbacks that are not completed.', ['queue', 'state']);
  const openAttempts = gauge('ringback_open_attempts', 'Dials under way.');
  const agentsReady = gauge('ringback_agents_ready', 'Agents that can take a callback now.');
  const watchers = gauge('ringback_watchers', 'Listeners of one callback or one desk.');
  const total = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter<Label>({ name, help, labelNames, registers });
  const created = total('ringback_callbacks_created_total', 'Callbacks made by this process.');
  const completed = total('ringback_callbacks_completed_total', 'Callbacks completed by this process.', ['reason']);
  const attempts = total('ringback_attempts_total', 'Dials ended in this process.', ['outcome']);
  const dialRequests = total('ringback_dial_requests_total', 'Requests to the telephony side to dial, by this process.', ['result']);
  const reports = total('ringback_dial_reports_total', 'Reports of the telephony side that this process took in.', ['type']);
  const webhooks = total('ringback_webhook_tries_total', 'Tries to deliver customer webhooks, by this process.', ['result']);
  const pushes = total('ringback_push_tries_total', 'Tries to send push messages, by this process.', ['result']);
  const pushOutbox = gauge('ringback_pushes', 'Push messages that wait to be sent, or were given up.', ['state']);
  const outbox = gauge('ringback_webhooks', 'Customer webhooks that wait for their delivery, or were given up.', ['state']);
  const statements = total('ringback_sql_statements_total', 'Statements sent to the database by this process.');
  return {
    up,
    show(counts: ServiceCounts): void {
      callbacks.reset();
      for (const { queue, byState } of counts.queues) {
        for (const state of CALLBACK_STATES) if (state !== 'COMPLETED') callbacks.set({ queue, state }, byState[state]);
      }
      openAttempts.set(counts.openAttempts);
      agentsReady.set(counts.agentsReady);
      watchers.set(counts.watchers);
      outbox.set({ state: 'waiting' }, counts.outbox.waiting);
      outbox.set({ state: 'dead' }, counts.outbox.dead);
      pushOutbox.set({ state: 'waiting' }, counts.pushOutbox.waiting);
      pushOutbox.set({ state: 'dead' }, counts.pushOutbox.dead);
      for (const counter of [created, completed, attempts, dialRequests, reports, webhooks, pushes, statements]) counter.reset();
      created.inc(counts.created);
      for (const [reason, count] of Object.entries(counts.completed)) completed.inc({ reason }, count);
      for (const [outcome, count] of Object.entries(counts.attempts)) attempts.inc({ outcome }, count);
      for (const [result, count] of Object.entries(counts.dialRequests)) dialRequests.inc({ result }, count);
      for (const [type, count] of Object.entries(counts.reports)) reports.inc({ type }, count);
      for (const [result, count] of Object.entries(counts.webhooks)) webhooks.inc({ result }, count);
      for (const [result, count] of Object.entries(counts.pushes)) pushes.inc({ result }, count);
      statements.inc(counts.statements);
    },
  };
}
