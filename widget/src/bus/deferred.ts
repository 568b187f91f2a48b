import type { Deferred, Settler } from './bus-types.js';

// From the language itself: a page may have another `Promise` by now, or later.
const { constructor: NativePromise, then } = (async () => {})() as Promise<void> & { constructor: PromiseConstructor };

/** Hears of an error that goes no further. */
export type Report = (cause: unknown) => unknown;

/** Runs code that may fail, now or in its promise. */
export async function guarded(code: () => unknown, report: Report): Promise<void> {
  try {
    await code();
  } catch (cause) {
    report(cause);
  }
}

/** Starts a task that settles a promise for its caller. `report` hears of callbacks (`done` ...) that throw. */
export function defer<Result>(report: Report, task: (settler: Settler<Result>) => unknown): Deferred<Result> {
  class CommandPromise<Value> extends NativePromise<Value> implements Deferred<Value> {
    done(callback: (value: Value) => unknown): this {
      return this.#listen(callback);
    }
    fail(callback: (reason: unknown) => unknown): this {
      return this.#listen(null, callback);
    }
    always(callback: (outcome: unknown) => unknown): this {
      return this.#listen(callback, callback);
    }
    // Always handles the rejection, also for callers that only ask for `done`: no unhandledrejection on the host's page.
    #listen(onDone: ((value: Value) => unknown) | null, onFail?: (reason: unknown) => unknown): this {
      const isolate = (callback?: ((outcome: never) => unknown) | null) => (outcome: unknown) =>
        guarded(() => callback?.(outcome as never), report);
      void then.call(this, isolate(onDone), isolate(onFail));
      return this;
    }
  }
  return new CommandPromise<Result>((resolve, reject) => void guarded(() => task({ resolve, reject } as Settler<Result>), reject)).fail(
    () => {},
  );
}
