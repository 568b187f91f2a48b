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

/** Time spent on each step of the panel. */
function createStepClock(now: () => number) {
  const spent: Partial<Record<PanelStep, number>> = {};
  let current: { step: PanelStep; since: number } | undefined;
  const upToNow = (): typeof spent => (current ? { ...spent, [current.step]: (spent[current.step] ?? 0) + now() - current.since } : spent);
  return {
    enter(step: PanelStep): void {
      if (current?.step === step) return;
      Object.assign(spent, upToNow());
      current = { step, since: now() };
    },
    durations: (): LifecycleMetadata['durations'] => (current ? upToNow() : false),
  };
}

/** The metadata block as it fills up; `tell` publishes it with an event. */
function createRecord({ now, publish, ...options }: LifecycleOptions) {
  const touched = new Set<string>();
  const steps = createStepClock(now);
  let known: LifecycleMetadata = {
    ...BLANK_METADATA,
    interactionId: options.interactionId,
    proactive: options.proactive ?? false,
    prefilled: options.prefilled ?? false,
  };
  const metadata = (): LifecycleMetadata => ({ ...known, fieldsTouched: touched.size || false, durations: steps.durations() });
  return {
    touched,
    steps,
    metadata,
    known: () => known,
    tell(event: Exclude<LifecycleEvent, 'ready'>, changes: Partial<LifecycleMetadata> = {}): void {
      known = { ...known, ...changes };
      publish(event, metadata());
    },
    since: (start: number | false): number | false => (start === false ? false : now() - start),
    filled(values: Readonly<Record<string, string>>): LifecycleMetadata['form'] {
      const entries = Object.entries(values).filter(([, value]) => value !== '');
      return Object.fromEntries(entries.map(([name, value]) => [name, options.includeFormValues ? value : (true as const)]));
    },
  };
}

export function createLifecycle(options: LifecycleOptions): Lifecycle {
  const { now } = options;
  const { touched, steps, metadata, known, tell, since, filled } = createRecord(options);
  const start = (changes: Partial<LifecycleMetadata>): void => {
    if (known().started === false) tell('started', { started: now(), ...changes });
  };
  return {
    opened: () => tell('opened', { opened: now() }),
    input(field) {
      touched.add(field);
      start({ timeToFirstInput: since(known().opened) });
    },
    timeSelected: () => tell('timeSelected'),
    submitted(values, how) {
      // Prefilled forms are submitted without any input: the order of the events stays the same.
      start({});
      const { attempts, autoSubmitted, opened } = known();
      tell('submitted', {
        submitted: now(),
        attempts: (attempts || 0) + 1,
        autoSubmitted: autoSubmitted || (how?.auto ?? false),
        timeToSubmit: since(opened),
        form: filled(values),
      });
    },
    validationFailed: (count) => tell('validationFailed', { validationErrors: (known().validationErrors || 0) + count }),
    rejected: (code) => tell('rejected', { errors: [...(known().errors || []), code] }),
    completed: () => tell('completed', { completed: now(), elapsed: since(known().started) }),
    statusChanged: () => tell('statusChanged'),
    minimized: () => tell('minimized'),
    unminimized: () => tell('unminimized'),
    closed(values) {
      const { completed, started, form } = known();
      if (completed === false && !options.resumed) {
        tell('cancelled', { cancelled: now(), elapsed: since(started), form: started === false ? form : filled(values) });
      }
      tell('closed', { closed: now() });
    },
    step: steps.enter,
    get started() {
      return known().started !== false;
    },
    metadata,
  };
}
