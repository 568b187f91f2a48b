import type { Config } from '@ringback/contract';
import type { Context } from 'hono';
import type { Log } from '../ports/log.js';
import type { Metrics } from '../ports/metrics.js';
import type { Ringback } from '../usecases/ringback.js';
import type { EventStreams } from './event-streams.js';

/** What each request carries through the app. */
export interface AppEnv {
  Variables: {
    /** Finds this request in answer, header and log. */
    corrId: string;
    /** Pattern of the matched address, for log and metrics. */
    route: string;
    /** `status.code` of the envelope that was answered, when it was one. */
    code: number;
    /** The body as it came, once a door has read it to judge a signature. */
    bodyText: string;
    /** Its message, when it was a refusal. */
    message: string;
    /** Content security policy of a page of the demo. */
    demoPolicy: string | undefined;
  };
}
export type AppContext = Context<AppEnv>;

/** Built pages and scripts to serve; a folder that isn't built is absent. */
export interface StaticFolders {
  readonly demoSite?: string | undefined;
  readonly console?: string | undefined;
  readonly widget?: string | undefined;
  readonly serviceWorker?: string | undefined;
  /** `mobile-bridge`. */
  readonly bridge?: string | undefined;
}

/** All that the HTTP border stands on. */
export interface AppServices {
  readonly ringback: Ringback;
  /** As it is in force now; read it anew for each request. */
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly streams: EventStreams;
  /** Origins that this server itself is reached by; a function, because a free port is known only after the start. */
  readonly ownOrigins: () => readonly string[];
  /** PUBLIC_URL, when there is one: decides whether cookies are `Secure` and what the OpenAPI document calls home. */
  readonly publicUrl: string | undefined;
  /** Shown on the login page; only while the built-in demo configuration runs. */
  readonly demoLogin: { readonly username: string; readonly password: string } | undefined;
  readonly folders: StaticFolders;
}
