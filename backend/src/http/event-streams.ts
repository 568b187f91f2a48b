/** One server-sent event. */
export interface StreamEvent {
  readonly event: string;
  /** Sent as JSON. */
  readonly data: unknown;
  readonly id?: string | undefined;
  /** Nothing comes after it: the stream ends. */
  readonly last?: boolean | undefined;
}

interface StreamOptions {
  /** For the metrics. */
  readonly kind: string;
  /** Whose it is; {@link EventStreams.endOf} ends all streams of one owner. */
  readonly owner?: string | undefined;
  /** Called once when the stream ends, whoever ended it. */
  readonly onEnd: () => void;
}

export interface EventStream {
  readonly body: ReadableStream<Uint8Array>;
  /** Sends, or when the reader is behind replaces what it hasn't taken yet: a slow reader gets the newest only. */
  send(event: StreamEvent): void;
  end(): void;
}

/** The open streams of this process: beaten together, counted, and ended at shutdown. */
export interface EventStreams {
  open(options: StreamOptions): EventStream;
  /** Sends a comment on every quiet stream, so that proxies keep it open, and ends those whose reader is gone or stuck. */
  beat(): void;
  endOf(owner: string): void;
  /** Whoever owns an open stream. */
  owners(): readonly string[];
  /** Ends all; the browsers come back by themselves, to a replica that lives. */
  endAll(): void;
  readonly size: number;
}

const RECONNECT_MS = 3000;
/** Beats in a row that a reader may leave untaken. */
const PATIENCE = 4;
const encoder = new TextEncoder();
const bytesOf = ({ event, data, id }: StreamEvent): Uint8Array =>
  encoder.encode(`event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`);

interface OpenStream extends EventStream {
  readonly owner: string | undefined;
  beat(): void;
}

/** @param changed told of each stream that opens (+1) or ends (-1). */
export function createEventStreams(changed: (kind: string, change: 1 | -1) => void): EventStreams {
  const streams = new Set<OpenStream>();
  return {
    open(options) {
      const stream = openStream(options, () => {
        streams.delete(stream);
        changed(options.kind, -1);
        options.onEnd();
      });
      streams.add(stream);
      changed(options.kind, 1);
      return stream;
    },
    beat: () => [...streams].forEach((stream) => stream.beat()),
    endOf: (owner) => [...streams].filter((stream) => stream.owner === owner).forEach((stream) => stream.end()),
    owners: () => [...new Set([...streams].flatMap(({ owner }) => (owner === undefined ? [] : [owner])))],
    endAll: () => [...streams].forEach((stream) => stream.end()),
    get size() {
      return streams.size;
    },
  };
}

function openStream(options: StreamOptions, ended: () => void): OpenStream {
  let controller: ReadableStreamDefaultController<Uint8Array>;
  let waiting: StreamEvent | undefined;
  let open = true;
  let missedBeats = 0;
  const close = (): void => {
    if (!open) return;
    open = false;
    ended();
  };
  const end = (): void => {
    if (open) controller.close();
    close();
  };
  const readerIsReady = (): boolean => (controller.desiredSize ?? 0) > 0;
  const flush = (): void => {
    if (!open || !waiting || !readerIsReady()) return;
    const event = waiting;
    waiting = undefined;
    controller.enqueue(bytesOf(event));
    if (event.last) end();
  };
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
      controller.enqueue(encoder.encode(`retry: ${RECONNECT_MS}\n\n`));
    },
    pull: flush,
    cancel: close,
  });
  const beat = (): void => {
    missedBeats = readerIsReady() ? 0 : missedBeats + 1;
    if (missedBeats > PATIENCE) end();
    else if (open && readerIsReady()) controller.enqueue(encoder.encode(': beat\n\n'));
  };
  const send = (event: StreamEvent): void => {
    waiting = event;
    flush();
  };
  return { body, send, end, beat, owner: options.owner };
}
