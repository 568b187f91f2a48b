export { installRingbackWorker, WORKER_VERSION, type WorkerOptions } from './install-worker.js';
