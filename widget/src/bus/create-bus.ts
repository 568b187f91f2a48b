import type { PageEnvironment } from '../environment.js';
import { BusCore, type LoadPlugin } from './bus-core.js';

/** A bus, and its owner's methods. `load` brings a plugin that a command needs. */
export const createBus = (environment: Pick<PageEnvironment, 'now' | 'warn'>, load: LoadPlugin): BusCore => new BusCore(environment, load);
