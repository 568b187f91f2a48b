/*
 * Shapes of the bus. A plugin adds its own commands and events to the two maps by declaration merging in its `protocol.ts`:
 *
 *   declare module '../../bus/bus-types.js' {
 *     interface CommandMap { 'Callback.open': { options: OpenOptions; result: void } }
 *     interface EventMap { 'Callback.opened': LifecycleMetadata }
 *   }
 *
 * From then on a wrong payload doesn't compile. Names that no map knows (a host's own plugins) carry `unknown`.
 */

/** Full command name -> its options and what its promise resolves with. */
export interface CommandMap {}
/** Full event name -> its `data`. */
export interface EventMap {}

type OptionsOf<Name> = Name extends keyof CommandMap ? (CommandMap[Name] extends { options: infer Options } ? Options : never) : unknown;
type ResultOf<Name> = Name extends keyof CommandMap ? (CommandMap[Name] extends { result: infer Result } ? Result : never) : unknown;
type DataOf<Name> = Name extends keyof EventMap ? EventMap[Name] : unknown;
/** A payload that may be `undefined` may be left out. */
type Payload<Data> = undefined extends Data ? [data?: Data] : [data: Data];

/**
 * What `command` returns: a true promise that also has jQuery's chainable callbacks.
 * A rejection that nobody listens to stays silent; one that a `then` passes on behaves as with any promise.
 */
export interface Deferred<Result> extends Promise<Result> {
  /** Called with the result. A throwing callback is reported as a warning, and stops nobody else. */
  done(callback: (result: Result) => unknown): this;
  /** Called with the reason of the rejection. */
  fail(callback: (reason: unknown) => unknown): this;
  /** Called in either case, with the result or the reason. */
  always(callback: (resultOrReason: unknown) => unknown): this;
}

/** Settles a command. The first call counts. */
export interface Settler<Result> {
  resolve(...result: undefined extends Result ? [result?: Result | PromiseLike<Result>] : [result: Result | PromiseLike<Result>]): void;
  reject(reason?: unknown): void;
}

/** What a listener gets. */
export interface BusEvent<Data = unknown> {
  /** Full name, `Callback.opened`. */
  readonly name: string;
  readonly data: Data;
  /** Plugin that published it. */
  readonly publisher: string;
  /** Epoch milliseconds. */
  readonly time: number;
}

/** What a command's handler gets. The handler settles `deferred`, now or later; a throw or a rejected promise rejects it. */
export interface CommandEvent<Options = unknown, Result = unknown> {
  /** The caller's options after all interceptors; `{}` when the caller gave none. */
  readonly data: Options;
  readonly deferred: Settler<Result>;
  /** Full name, `Callback.open`. */
  readonly commandName: string;
  /** Plugin that called; `CXBus` for calls on the bus itself. */
  readonly caller: string;
  /** Epoch milliseconds of the call. */
  readonly time: number;
}

/** Runs before a command, may change its options; a falsy answer stops the command. `this`-free, sync or async. */
export type Interceptor<Options = unknown> = (options: Options) => unknown;

/** Plugin -> its commands and events, without prefix. */
export type Registry = Readonly<Record<string, { commands: string[]; events: string[] }>>;

/** What `registerPlugin` returns: the bus as one plugin sees it. */
export interface BusPlugin<Namespace extends string = string> {
  /** Adds the command `<Namespace>.<name>`. */
  registerCommand<Name extends string>(
    name: Name,
    handler: (event: CommandEvent<Exclude<OptionsOf<`${Namespace}.${Name}`>, undefined>, ResultOf<`${Namespace}.${Name}`>>) => unknown,
  ): void;
  /** Declares events (without prefix) for the registry. */
  registerEvents(names: readonly string[]): void;
  /** Listens to an event by full name, also before its plugin exists. @returns the way out. */
  subscribe<Name extends string>(event: Name, listener: (event: BusEvent<DataOf<Name>>) => unknown): () => void;
  /** Publishes `<Namespace>.<event>`. */
  publish<Name extends string>(event: Name, ...data: Payload<DataOf<`${Namespace}.${Name}`>>): void;
  /** As `publish`, and again for everybody who subscribes later. */
  republish<Name extends string>(event: Name, ...data: Payload<DataOf<`${Namespace}.${Name}`>>): void;
  /** Publishes by full name, without the namespace. */
  publishDirect<Name extends string>(event: Name, ...data: Payload<DataOf<Name>>): void;
  /** Runs a command by full name; waits for its plugin, and loads it when it is one of ours. */
  command<Name extends string>(command: Name, ...options: Payload<OptionsOf<Name>>): Deferred<ResultOf<Name>>;
  /** Puts an interceptor before a command; several run in order of registration. @returns the way out. */
  before<Name extends string>(command: Name, interceptor: Interceptor<Exclude<OptionsOf<Name>, undefined>>): () => void;
  registry(): Registry;
  /** Event -> names of the plugins that listen. */
  subscribers(): Readonly<Record<string, string[]>>;
  namespace(): Namespace;
  /** Called last: commands that waited run now, in order. */
  ready(): void;
}

/** The bus itself: `window.CXBus`. Its own namespace is `CXBus`. */
export interface Bus extends BusPlugin<'CXBus'> {
  /** @returns `false` when the name is taken. */
  registerPlugin<Namespace extends string>(name: Namespace): BusPlugin<Namespace> | false;
  /** Vendor's start-up options, taken and without effect: plugins come from beside the script, and `main.debug` shows what happens. */
  configure(options: { debug?: boolean; pluginsPath?: string }): void;
  /** `widgets-core`: resolves when commands can be given, which bring what they need. A plugin of ours: when it takes commands. */
  loadPlugin(name: string): Deferred<void>;
  /** Loads a script or, by its ending, a stylesheet. */
  loadFile(url: string): Deferred<void>;
}
