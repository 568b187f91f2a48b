/** Events of the panel that elements and components pass on -> their name in a page. */
export const LIFECYCLE = {
  opened: 'ringback-opened',
  started: 'ringback-started',
  submitted: 'ringback-submitted',
  completed: 'ringback-completed',
  cancelled: 'ringback-cancelled',
  closed: 'ringback-closed',
  minimized: 'ringback-minimized',
  unminimized: 'ringback-unminimized',
  validationFailed: 'ringback-validation-failed',
  rejected: 'ringback-rejected',
  timeSelected: 'ringback-time-selected',
  statusChanged: 'ringback-status-changed',
} as const;
export type LifecycleName = keyof typeof LIFECYCLE;
