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
  const natives = [
    ['wkwebview', view.webkit?.messageHandlers?.ringback, listenByFunction],
    ['android', view.RingbackHost, listenByFunction],
    ['react-native', view.ReactNativeWebView, listenByMessage],
  ] as const;
  for (const [kind, native, listen] of natives)
    if (native) return { kind, post: (text) => native.postMessage(text), listen: (receive) => listen(view, receive) };
  return undefined;
}

/** Swift and Kotlin evaluate a call of this function. */
function listenByFunction(view: WebViewWindow, receive: (message: unknown) => void): void {
  view.ringbackReceive = receive;
}

/** React Native posts to the window on iOS and to the document on Android. Other frames may post too: what they say has no native sender. */
function listenByMessage(view: WebViewWindow, receive: (message: unknown) => void): void {
  for (const target of [view, view.document])
    target.addEventListener('message', (event: Event) => {
      const { data, source } = event as MessageEvent;
      if (!source || source === view) receive(data);
    });
}
