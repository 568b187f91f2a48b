/** @packageDocumentation Everything that crosses a border of Ringback: schemas, types and closed lists. Imports only the schema library. */
export * from './brands.js';
export * from './bridge-messages.js';
export * from './callback-state.js';
export * from './config-file.js';
export * from './console.js';
export * from './endpoints.js';
export * from './engagement.js';
export * from './envelope.js';
export * from './lifecycle.js';
export * from './managing.js';
export * from './parse-config-file.js';
export * from './push.js';
export * from './status-codes.js';
export * from './visitor.js';
export * from './worker-messages.js';
