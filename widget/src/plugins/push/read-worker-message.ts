import type { PushPayload, WorkerToPage } from '@ringback/contract';

const PROTOCOL: WorkerToPage['protocol'] = 1;

/** What a worker of ours says; undefined for all else. The worker has held the payload to the contract before it passed it on. */
export function readWorkerMessage(data: unknown): WorkerToPage | undefined {
  const message = data as Partial<WorkerToPage> | null | undefined;
  if (message?.source !== 'ringback' || message.protocol !== PROTOCOL) return undefined;
  switch (message.type) {
    case 'welcome':
    case 'tokenStale':
      return message as WorkerToPage;
    case 'push':
      return isPayload(message.payload) ? (message as WorkerToPage) : undefined;
    default:
      return undefined;
  }
}

const isPayload = (value: unknown): value is PushPayload => {
  const payload = value as Partial<PushPayload> | null | undefined;
  return typeof payload?.callbackId === 'string' && typeof payload.event === 'string' && payload.v === '1';
};
