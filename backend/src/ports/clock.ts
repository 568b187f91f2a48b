/** The only source of time for everything behind the border. Tests move it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}
