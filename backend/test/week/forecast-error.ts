import type { Told } from './ledger.js';

/** How far forecasts were from what came true. */
export interface ForecastError {
  readonly count: number;
  /** Forecasts that said "unknown". */
  readonly unknown: number;
  /** Of |forecast - real|, in seconds. */
  readonly median: number;
  readonly p90: number;
  /** Of |forecast - real| as a share of the real wait, where that was a minute or more. */
  readonly relativeMedian: number;
  readonly relativeP90: number;
  /** Median of forecast - real in seconds: below 0, people wait longer than they were told. */
  readonly bias: number;
  /** Of the real waits, in seconds. */
  readonly realMedian: number;
  readonly realP90: number;
}

const SHORTEST_SECONDS = 60;

/** @param calledAt callback -> epoch ms of its first dial; those that were never dialled have no real wait */
export function forecastError(told: readonly Told[], calledAt: ReadonlyMap<string, number>): ForecastError {
  const known = told.flatMap(({ id, at, seconds }) => {
    const called = calledAt.get(id);
    return called === undefined || seconds < 0 ? [] : [{ seconds, real: Math.max(0, (called - at) / 1000) }];
  });
  const errors = sorted(known.map(({ seconds, real }) => Math.abs(seconds - real)));
  const long = known.filter(({ real }) => real >= SHORTEST_SECONDS);
  const shares = sorted(long.map(({ seconds, real }) => Math.abs(seconds - real) / real));
  const real = sorted(known.map((one) => one.real));
  return {
    count: known.length,
    unknown: told.filter(({ id, seconds }) => seconds < 0 && calledAt.has(id)).length,
    median: quantile(errors, 0.5),
    p90: quantile(errors, 0.9),
    relativeMedian: quantile(shares, 0.5),
    relativeP90: quantile(shares, 0.9),
    bias: quantile(sorted(known.map((one) => one.seconds - one.real)), 0.5),
    realMedian: quantile(real, 0.5),
    realP90: quantile(real, 0.9),
  };
}

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
const quantile = (ascending: readonly number[], share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? 0;
