/* Events of `Proactive`. Types only. */

/** What made the invitation come. */
export type Trigger = 'time' | 'scroll' | 'exit';

declare module '../../bus/bus-types.js' {
  interface EventMap {
    'Proactive.shown': { trigger: Trigger };
    'Proactive.accepted': { trigger: Trigger };
    'Proactive.declined': { trigger: Trigger };
  }
}
