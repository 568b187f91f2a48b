import demo from '../../backend/src/config/demo-config.json' with { type: 'json' };

export interface DemoChanges {
  /** Simulator: seconds that a call rings and is handled. */
  readonly ringSeconds?: number;
  readonly handleSeconds?: number;
  /** Virtual agents. */
  readonly agents?: number;
  /** Settings of `Support_VQ` that differ. */
  readonly support?: Readonly<Record<string, unknown>>;
  /** Settings of the call-in group `technical_help` that differ. */
  readonly callIn?: Readonly<Record<string, unknown>>;
  /** Weekly hours of the object `Always`, in UTC, when they should not be always. */
  readonly hours?: Readonly<Record<string, readonly (readonly [string, string])[]>>;
}

/** The demo configuration with calls that take a moment and without limits, changed as the test needs it. */
export function demoConfig({
  ringSeconds = 0.3,
  handleSeconds = 0.5,
  agents = 2,
  support = {},
  callIn = {},
  hours,
}: DemoChanges = {}): unknown {
  return {
    ...demo,
    limits: { perAddressPerMinute: 0, perNumberPerDay: 0 },
    dialer: { adapter: 'simulator', agents, ringSeconds, handleSeconds },
    businessHours: demo.businessHours.map((object) =>
      object.name === 'Always' && hours !== undefined ? { ...object, weekly: hours } : object,
    ),
    callInGroups: demo.callInGroups.map((group) => ({ ...group, ...callIn })),
    queues: demo.queues.map((queue) => (queue.name === 'Support_VQ' ? { ...queue, ...support } : queue)),
  };
}

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

/** Weekly hours that are closed at `now` and for two days after, whatever the clock says, and open from 09:00 UTC on the third. */
export function closedNow(now: Date): { hours: NonNullable<DemoChanges['hours']>; opens: Date } {
  const opens = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 3, 9));
  const day = DAYS[opens.getUTCDay()] ?? 'sun';
  return { hours: { [day]: [['09:00', '17:00']] }, opens };
}
