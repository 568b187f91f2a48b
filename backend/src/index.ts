/** @packageDocumentation The backend as a library: what end-to-end tests and benchmarks start. */
export { type Checked, type Environment, readEnvironment } from './config/environment.js';
export { type LoadedConfig, loadConfig } from './config/load-config.js';
export type { Context } from './context.js';
export { type RunningService, type Service, type ServiceOptions, createService } from './service.js';
