/*
 * What the bus carries out of the widget. Types only: the widget is the one sender, and its bytes are counted.
 */

/** Order of the Interaction Lifecycle (LC1); the second line may come in between, any number of times. */
export const LIFECYCLE_EVENTS = [
  'ready',
  'opened',
  'started',
  'submitted',
  'completed',
  'cancelled',
  'closed',
  'minimized',
  'unminimized',
  'validationFailed',
  'rejected',
  'timeSelected',
  'statusChanged',
] as const;
export type LifecycleEvent = (typeof LIFECYCLE_EVENTS)[number];

/** Steps of the panel that durations are kept for. */
export type PanelStep = 'form' | 'picker' | 'review' | 'success' | 'closed-hours';

/**
 * Metadata block of every `Callback.*` lifecycle event. Each field is `false` until known (vendor's convention).
 * Times are epoch milliseconds, elapsed times milliseconds.
 */
export interface LifecycleMetadata {
  interactionId: string | false;
  proactive: boolean;
  prefilled: boolean;
  autoSubmitted: boolean;
  /** Status codes met after submitting. */
  errors: ReadonlyArray<number | string> | false;
  /** Names of the filled fields; with `metadata.includeFormValues` their values. Never personal data otherwise. */
  form: Readonly<Record<string, true | string>> | false;
  opened: number | false;
  started: number | false;
  submitted: number | false;
  cancelled: number | false;
  completed: number | false;
  closed: number | false;
  /** From the first input to cancel or completion. */
  elapsed: number | false;
  /** Submissions so far. */
  attempts: number | false;
  validationErrors: number | false;
  fieldsTouched: number | false;
  timeToFirstInput: number | false;
  timeToSubmit: number | false;
  durations: Readonly<Partial<Record<PanelStep, number>>> | false;
}
