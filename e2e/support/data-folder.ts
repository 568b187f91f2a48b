import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export const asRoot = process.getuid?.() === 0;
/** An OS user without rights: `nobody` on every Linux. */
export const ORDINARY_USER = 65_534;

/** A new folder for one test, removed after it; passable for everybody unless `mode` says otherwise. */
export function newFolder({ mode = 0o755, owner }: { mode?: number; owner?: number } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-lifecycle-'));
  chmodSync(folder, mode);
  if (owner !== undefined) chownSync(folder, owner, owner);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
