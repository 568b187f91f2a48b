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

/** An agent who has a live session and said ready. */
export interface ReadyAgent {
  readonly username: string;
  readonly queues: readonly string[] | undefined;
}

/** Users, sessions and presence. Tokens and usernames of failures arrive hashed. All throw `DatabaseUnavailable`. */
export interface ConsoleStore {
  /** Writes a user of the file unless the console has changed the password since; roles and queues follow the file. */
  putFileUser(user: FileUser): Promise<void>;
  findUser(username: string): Promise<StoredUser | undefined>;
  /** Failures since an instant, oldest first. */
  loginFailures(usernameHash: Uint8Array, since: number): Promise<number[]>;
  addLoginFailure(usernameHash: Uint8Array, at: number): Promise<void>;
  clearLoginFailures(usernameHash: Uint8Array): Promise<void>;
  addSession(session: { tokenHash: Uint8Array; username: string; csrfToken: string; at: number }): Promise<void>;
  findSession(tokenHash: Uint8Array, seenAfter: number): Promise<StoredSession | undefined>;
  touchSession(tokenHash: Uint8Array, at: number): Promise<void>;
  /** Resolves with the user whose last session it was. */
  endSession(tokenHash: Uint8Array): Promise<string | undefined>;
  /** Ends sessions not seen since; resolves with users who have none left. Forgets failures from before `failuresBefore`. */
  endIdleSessions(seenBefore: number, failuresBefore: number): Promise<string[]>;
  setPresence(username: string, ready: boolean, at: number): Promise<void>;
  isReady(username: string): Promise<boolean>;
  readyAgents(): Promise<ReadyAgent[]>;
}
