export type { Refusal } from './api.js';
export { createMobileBridge, type MobileBridge, type MobileBridgeOptions } from './create-mobile-bridge.js';
export type { CallIn } from './call-in.js';
export type { CallerProof, CallInView, DelayedRequest, ImmediateRequest } from './call-in-requests.js';
export type { CallInEnd, CallInNumber, CallInState, CallInWay } from './call-in-state.js';
export type { Environment } from './environment.js';
export { BridgeError, type BridgeHost, type Followed, type HostEvent } from './host.js';
