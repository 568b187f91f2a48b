import type { LifecycleEvent, LifecycleMetadata, PanelStep } from '@ringback/contract';

/** Keeps the record of one interaction and publishes its events in the order of LC1. */
export interface Lifecycle {
  opened(): void;
  /** The visitor changed a field. The first call is the start. */
  input(field: string): void;
  timeSelected(): void;
  /** @param values what was filled in, by field name */
  submitted(values: Readonly<Record<string, string>>, how?: { auto: boolean }): void;
  /** The form was not sent: so many fields need another look. */
  validationFailed(count: number): void;
  /** The server said no, or nothing. */
  rejected(code: number | string): void;
  completed(): void;
  statusChanged(): void;
  minimized(): void;
  unminimized(): void;
  /** Ends the record: `cancelled` first where nothing was booked. */
  closed(values: Readonly<Record<string, string>>): void;
  /** Another step of the panel is on screen. */
  step(step: PanelStep): void;
  readonly started: boolean;
  metadata(): LifecycleMetadata;
}

export interface LifecycleOptions {
  interactionId: string;
  now(): number;
  publish(event: Exclude<LifecycleEvent, 'ready'>, metadata: LifecycleMetadata): void;
  proactive?: boolean;
  prefilled?: boolean;
  /** Values of the form too, not only the names of filled fields. */
  includeFormValues?: boolean;
  /** The panel shows a request booked earlier: closing it cancels nothing. */
  resumed?: boolean;
}

/** Every field `false` until known: what `ready` carries, before any interaction. */
export const BLANK_METADATA: LifecycleMetadata = {
  interactionId: false,
  proactive: false,
  prefilled: false,
  autoSubmitted: false,
  errors: false,
  form: false,
  opened: false,
  started: false,
  submitted: false,
  cancelled: false,
  completed: false,
  closed: false,
  elapsed: false,
  attempts: false,
  validationErrors: false,
  fieldsTouched: false,
  timeToFirstInput: false,
  timeToSubmit: false,
  durations: false,
};

export function createLifecycle(options: LifecycleOptions): Lifecycle {
  const { now, publish } = options;
  const touched = new Set<string>();
  const spent: Partial<Record<PanelStep, number>> = {};
  let current: { step: PanelStep; since: number } | undefined;
  let record: LifecycleMetadata = {
    ...BLANK_METADATA,
    interactionId: options.interactionId,
    proactive: options.proactive ?? false,
    prefilled: options.prefilled ?? false,
  };

  const durations = (): LifecycleMetadata['durations'] => {
    const running = current ? { [current.step]: (spent[current.step] ?? 0) + now() - current.since } : {};
    const all = { ...spent, ...running };
    return Object.keys(all).length > 0 ? all : false;
  };
  const metadata = (): LifecycleMetadata => ({ ...record, fieldsTouched: touched.size || false, durations: durations() });
  const note = (changes: Partial<LifecycleMetadata>): void => void (record = { ...record, ...changes });
  const tell = (event: Exclude<LifecycleEvent, 'ready'>, changes: Partial<LifecycleMetadata> = {}): void => {
    note(changes);
    publish(event, metadata());
  };
  const since = (start: number | false): number | false => (start === false ? false : now() - start);
  const filled = (values: Readonly<Record<string, string>>): LifecycleMetadata['form'] => {
    const entries = Object.entries(values).filter(([, value]) => value !== '');
    return Object.fromEntries(entries.map(([name, value]) => [name, options.includeFormValues ? value : (true as const)]));
  };
  const start = (changes: Partial<LifecycleMetadata>): void => {
    if (record.started === false) tell('started', { started: now(), ...changes });
  };

  return {
    opened: () => tell('opened', { opened: now() }),
    input(field) {
      touched.add(field);
      start({ timeToFirstInput: since(record.opened) });
    },
    timeSelected: () => tell('timeSelected'),
    submitted(values, how) {
      // Prefilled forms are submitted without any input: the order of the events stays the same.
      start({});
      const attempts = (record.attempts || 0) + 1;
      tell('submitted', {
        submitted: now(),
        attempts,
        autoSubmitted: record.autoSubmitted || (how?.auto ?? false),
        timeToSubmit: since(record.opened),
        form: filled(values),
      });
    },
    validationFailed: (count) => tell('validationFailed', { validationErrors: (record.validationErrors || 0) + count }),
    rejected: (code) => tell('rejected', { errors: [...(record.errors || []), code] }),
    completed: () => tell('completed', { completed: now(), elapsed: since(record.started) }),
    statusChanged: () => tell('statusChanged'),
    minimized: () => tell('minimized'),
    unminimized: () => tell('unminimized'),
    closed(values) {
      if (record.completed === false && !options.resumed) {
        tell('cancelled', {
          cancelled: now(),
          elapsed: since(record.started),
          form: record.started === false ? record.form : filled(values),
        });
      }
      tell('closed', { closed: now() });
    },
    step(step) {
      if (current?.step === step) return;
      if (current) spent[current.step] = (spent[current.step] ?? 0) + now() - current.since;
      current = { step, since: now() };
    },
    get started() {
      return record.started !== false;
    },
    metadata,
  };
}
