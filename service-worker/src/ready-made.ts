/// <reference lib="webworker" />
import { initializeApp } from 'firebase/app';
import { getMessaging } from 'firebase/messaging/sw';
import { installRingbackWorker } from './install-worker.js';

/*
 * The whole worker, for a site that has none. Firebase's web settings come in its own address, as the page registers it:
 * `/ringback-worker.js?projectId=…&apiKey=…&appId=…&messagingSenderId=…`.
 */
declare const self: ServiceWorkerGlobalScope & { readonly console: Pick<Console, 'warn'> };

const settings = new URL(self.location.href).searchParams;
const optional = (name: string): string | undefined => settings.get(name) ?? undefined;
const [projectId, apiKey, appId, messagingSenderId] = ['projectId', 'apiKey', 'appId', 'messagingSenderId'].map(optional);
const [icon, badge] = [optional('icon'), optional('badge')];

installRingbackWorker(self, { ...(icon !== undefined && { icon }), ...(badge !== undefined && { badge }) });
// A new version serves the pages that are open at once: old and new understand the same messages.
self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// After ours: whatever else the site sends by FCM is Firebase's, and it keeps the token alive.
if (projectId && apiKey && appId && messagingSenderId) getMessaging(initializeApp({ projectId, apiKey, appId, messagingSenderId }));
else self.console.warn('Ringback: the address of this worker lacks Firebase settings (projectId, apiKey, appId, messagingSenderId)');
