import { createConnection, type Socket } from 'node:net';

/** Bytes as they are, and all that comes back until the server closes. */
export function exchange(port: number, bytes: string | Buffer): Promise<string> {
  return opened(port, bytes).answer;
}

export interface Opened {
  readonly socket: Socket;
  /** Resolves with everything that came once the server has closed. */
  readonly answer: Promise<string>;
}

/** A connection that stays open until the server closes it. `from`: the loopback address of the client. */
export function opened(port: number, bytes: string | Buffer, from = '127.0.0.1'): Opened {
  const socket = createConnection({ port, host: '127.0.0.1', localAddress: from });
  socket.write(bytes);
  const answer = new Promise<string>((resolve, reject) => {
    let received = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => (received += String(chunk)));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(received) : reject(error),
    );
    socket.on('close', () => resolve(received));
  });
  return { socket, answer };
}

export interface RawAnswer {
  readonly http: number;
  readonly head: string;
  readonly body: string;
}

export function partsOf(answer: string): RawAnswer {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return { http: Number(head.split(' ')[1]), head, body };
}
