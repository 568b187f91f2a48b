/** Somebody who may log in. */
export interface StoredUser {
  readonly username: string;
  readonly passwordHash: string;
  readonly roles: readonly string[];
  /** Undefined: all queues. */
  readonly queues: readonly string[] | undefined;
}

/** A user of the configuration file. */
export interface FileUser {
  readonly username: string;
  readonly passwordHash: string;
  readonly roles: readonly string[];
  readonly skills: Readonly<Record<string, number>>;
  readonly queues: readonly string[] | undefined;
}

export interface StoredSession {
  readonly user: StoredUser;
  readonly csrfToken: string;
  /** Epoch ms of the last request that was noted. */
  readonly seenAt: number;
}

/** Users and sessions. Tokens and usernames of failures arrive hashed. All throw `DatabaseUnavailable`. */
export interface ConsoleStore {
  /** Writes a user of the file; what the console has set since (password, or roles, skills and queues) stays, and whom it deleted too. */
  putFileUser(user: FileUser): Promise<void>;
  findUser(username: string): Promise<StoredUser | undefined>;
  /** Ends the access of users who were in the file once and are no longer. */
  keepFileUsers(usernames: readonly string[]): Promise<void>;
  /** Notes a try as a failure before it is judged, so that many at once can't slip through. With `limit` noted since `since`: the oldest of them, and nothing is noted. */
  noteLoginTry(usernameHash: Uint8Array, at: number, allowed: { since: number; limit: number }): Promise<number | undefined>;
  clearLoginFailures(usernameHash: Uint8Array): Promise<void>;
  addSession(session: { tokenHash: Uint8Array; username: string; csrfToken: string; at: number }): Promise<void>;
  findSession(tokenHash: Uint8Array, seenAfter: number): Promise<StoredSession | undefined>;
  touchSession(tokenHash: Uint8Array, at: number): Promise<void>;
  /** Resolves with the user whose last session it was. */
  endSession(tokenHash: Uint8Array): Promise<string | undefined>;
  /** Ends sessions not seen since; resolves with their number, and with users who have none left. Forgets failures from before `failuresBefore`. */
  endIdleSessions(seenBefore: number, failuresBefore: number): Promise<{ ended: number; gone: string[] }>;
  setSimulatorPaused(paused: boolean): Promise<void>;
}
