import type { Transport } from './message-host.js';

/** The parts of a WebView's window that native code puts there. */
interface WebViewWindow extends Window {
  webkit?: { messageHandlers?: { ringback?: { postMessage(text: string): void } } };
  RingbackHost?: { postMessage(text: string): void };
  ReactNativeWebView?: { postMessage(text: string): void };
  /** Where native code hands messages in: `window.ringbackReceive(text)`. */
  ringbackReceive?: (message: unknown) => void;
}

/** The message transport of this window; undefined where no native app is around it. */
export function findTransport(window: Window): Transport | undefined {
  const view = window as WebViewWindow;
  const webkit = view.webkit?.messageHandlers?.ringback;
  if (webkit) return { kind: 'wkwebview', post: (text) => webkit.postMessage(text), listen: (receive) => listenByFunction(view, receive) };
  const android = view.RingbackHost;
  if (android) return { kind: 'android', post: (text) => android.postMessage(text), listen: (receive) => listenByFunction(view, receive) };
  const native = view.ReactNativeWebView;
  if (native)
    return { kind: 'react-native', post: (text) => native.postMessage(text), listen: (receive) => listenByMessage(view, receive) };
  return undefined;
}

/** Swift and Kotlin evaluate a call of this function. */
function listenByFunction(view: WebViewWindow, receive: (message: unknown) => void): () => void {
  view.ringbackReceive = receive;
  return () => {
    if (view.ringbackReceive === receive) delete view.ringbackReceive;
  };
}

/** React Native posts to the window on iOS and to the document on Android. Other frames may post too: what they say has no native sender. */
function listenByMessage(view: WebViewWindow, receive: (message: unknown) => void): () => void {
  const onMessage = (event: Event): void => {
    const { data, source } = event as MessageEvent;
    if (!source || source === view) receive(data);
  };
  const targets: EventTarget[] = [view, view.document];
  for (const target of targets) target.addEventListener('message', onMessage);
  return () => {
    for (const target of targets) target.removeEventListener('message', onMessage);
  };
}
