import type { AppContext } from './app-env.js';

interface FileAnswer {
  readonly filename: string;
  readonly media: string;
  readonly pieces: AsyncIterable<string>;
}

/** Sends a file piece by piece, as fast as the reader takes it: none is made before the one before it is on its way. */
export async function sendFile(c: AppContext, { filename, media, pieces }: FileAnswer): Promise<Response> {
  const iterator = pieces[Symbol.asyncIterator]();
  // What goes wrong with the first one still gets an answer of its own.
  let next: IteratorResult<string> | undefined = await iterator.next();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const piece = next ?? (await iterator.next());
        next = undefined;
        if (piece.done) controller.close();
        else controller.enqueue(encoder.encode(piece.value));
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 1 },
  );
  c.header('Content-Type', `${media}; charset=utf-8`);
  c.header('Content-Disposition', `attachment; filename="${filename}"`);
  c.header('Cache-Control', 'no-store');
  if (c.req.method !== 'HEAD') return c.body(body);
  await body.cancel();
  return c.body(null);
}
