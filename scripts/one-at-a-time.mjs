import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs `work` while no other process does so for the same folder. Held by a listening socket, which ends with its process
 * however that ends; `onWait` is called once if somebody else is at it.
 */
export async function oneAtATime(folder, onWait, work) {
  const name = `ringback-${createHash('sha256')
    .update(`${process.getuid?.() ?? ''} ${folder}`)
    .digest('hex')
    .slice(0, 16)}`;
  const address = process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
  let told = false;
  for (;;) {
    const server = await listen(address);
    if (server) {
      try {
        return await work();
      } finally {
        server.close();
      }
    }
    const held = await untilReleased(address, () => {
      if (!told) onWait();
      told = true;
    });
    if (!held) rmSync(address, { force: true });
  }
}

function listen(address) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.on('error', () => socket.destroy()));
    server
      .once('listening', () => resolve(server))
      .once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(address);
    server.unref();
  });
}

/** Resolves when the holder is gone: true if there was one, false if the address was a leftover. */
function untilReleased(address, onHeld) {
  return new Promise((resolve) => {
    let held = false;
    const socket = connect(address, () => {
      held = true;
      onHeld();
    });
    socket.on('error', () => undefined).on('close', () => resolve(held));
    socket.resume();
  });
}
