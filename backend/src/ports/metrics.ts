/** One answered request. `route` is the pattern, never the path that was asked: paths carry names and ids. */
interface RequestFacts {
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

/** Counting for operators. */
export interface Metrics {
  requestAnswered(facts: RequestFacts): void;
  /** A live stream (server-sent events) of the named kind was opened (+1) or has ended (-1). */
  streamsChanged(kind: string, change: 1 | -1): void;
  /** Everything counted, as Prometheus text. */
  text(): Promise<{ readonly contentType: string; readonly body: string }>;
}
