/*
 * As much of the libraries as the sample uses, signatures as they document them; read only where they are not installed. What the sample uses and
 * this doesn't name, or what a newer version changed, only the real ones can tell.
 */
declare module '@react-native-async-storage/async-storage' {
  const AsyncStorage: {
    getItem(key: string): Promise<string | null>;
    setItem(key: string, value: string): Promise<void>;
    removeItem(key: string): Promise<void>;
  };
  export default AsyncStorage;
}

declare module '@react-native-firebase/messaging' {
  interface RemoteMessage {
    readonly data?: { readonly [key: string]: string | object };
  }
  interface Messaging {
    requestPermission(): Promise<number>;
    getToken(): Promise<string>;
    onMessage(listener: (message: RemoteMessage) => Promise<void>): () => void;
    onNotificationOpenedApp(listener: (message: RemoteMessage) => void): () => void;
    onTokenRefresh(listener: (token: string) => void): () => void;
  }
  const messaging: { (): Messaging; readonly AuthorizationStatus: { readonly AUTHORIZED: 1; readonly PROVISIONAL: 2 } };
  export default messaging;
}

declare module 'react-native' {
  export const AppState: {
    addEventListener(
      type: 'change',
      listener: (state: 'active' | 'background' | 'inactive' | 'unknown' | 'extension') => void,
    ): { remove(): void };
  };
  export const Linking: { openURL(url: string): Promise<unknown> };
}

declare module 'react-native-webview' {
  import type { Component } from 'react';
  export interface WebViewMessageEvent {
    readonly nativeEvent: { readonly data: string; readonly url: string };
  }
  interface WebViewProps {
    readonly source: { readonly uri: string };
    readonly originWhitelist?: string[];
    readonly onMessage?: (event: WebViewMessageEvent) => void;
  }
  export class WebView extends Component<WebViewProps> {
    postMessage(text: string): void;
  }
}
