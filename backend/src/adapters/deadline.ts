import { setMaxListeners } from 'node:events';

/**
 * A signal that aborts after so many milliseconds with a `TimeoutError`, or earlier when `stop` does, with its reason. Made by hand, because
 * Node 20 holds a timeout inside `AbortSignal.any` so weakly that the garbage collector takes it: whoever waits then waits for ever.
 */
export function deadline(timeoutMs: number, stop?: AbortSignal): AbortSignal {
  const controller = new AbortController();
  if (stop?.aborted) {
    controller.abort(stop.reason);
    return controller.signal;
  }
  const end = (reason: unknown): void => {
    clearTimeout(timer);
    stop?.removeEventListener('abort', stopped);
    controller.abort(reason);
  };
  const stopped = (): void => end(stop?.reason);
  const timer = setTimeout(() => end(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), timeoutMs).unref();
  if (stop) {
    // As many as there are requests under way.
    setMaxListeners(0, stop);
    stop.addEventListener('abort', stopped);
  }
  return controller.signal;
}
