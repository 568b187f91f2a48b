/** One refusal that a client of the public APIs was answered with. */
export interface ApiErrorEntry {
  readonly corrId: string;
  /** Epoch ms. */
  readonly at: number;
  readonly method: string;
  /** Pattern of the address, never the address. */
  readonly route: string;
  readonly http: number;
  readonly code: number;
  readonly message: string;
  readonly origin: string | undefined;
}

export interface ApiErrorKey {
  readonly at: number;
  readonly corrId: string;
}

/** Refusals kept for the Developer tab (SE1). All throw `DatabaseUnavailable`. */
export interface ApiErrorLog {
  /** 1 statement for any number. */
  add(entries: readonly ApiErrorEntry[]): Promise<void>;
  find(corrId: string): Promise<ApiErrorEntry | undefined>;
  /** The newest first, older than `after`. */
  list(after: ApiErrorKey | undefined, limit: number): Promise<ApiErrorEntry[]>;
  /** Deletes those from before an instant, and of the others all but the newest `most`. */
  sweep(before: number, most: number): Promise<void>;
}
