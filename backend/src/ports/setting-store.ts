/** Values that all replicas share. All throw `DatabaseUnavailable`. */
export interface SettingStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  /** Keeps `value` if there is none yet; resolves with what is kept, the same for whoever asks at once. */
  getOrPut(key: string, value: unknown): Promise<unknown>;
}
