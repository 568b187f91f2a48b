import AsyncStorage from '@react-native-async-storage/async-storage';
import messaging from '@react-native-firebase/messaging';
import { useEffect, useMemo, useRef, type ReactElement } from 'react';
import { AppState, Linking } from 'react-native';
import { WebView, type WebViewMessageEvent } from 'react-native-webview';
import { createRingbackHost, type HostParts } from './ringback-host';

const parts: HostParts = {
  platform: 'react-native',
  async pushToken() {
    const status = await messaging().requestPermission();
    const { AUTHORIZED, PROVISIONAL } = messaging.AuthorizationStatus;
    return status === AUTHORIZED || status === PROVISIONAL ? messaging().getToken() : null;
  },
  openUrl: (url) => Linking.openURL(url),
  load: (key) => AsyncStorage.getItem(key),
  save: (key, value) => (value === null ? AsyncStorage.removeItem(key) : AsyncStorage.setItem(key, value)),
};

/** Your page with Ringback in it; only pages of `origin` are shown and answered. */
export function RingbackWebView({ uri, origin }: { readonly uri: string; readonly origin: string }): ReactElement {
  const view = useRef<WebView>(null);
  const host = useMemo(() => createRingbackHost(parts, (text) => view.current?.postMessage(text)), []);
  useEffect(() => {
    const state = AppState.addEventListener('change', (now) => host.onLifecycle(now === 'active'));
    const stops = [
      messaging().onMessage(async ({ data }) => host.onPush(data)),
      messaging().onNotificationOpenedApp(({ data }) => host.onPush(data)),
      messaging().onTokenRefresh((token) => host.onPushToken(token)),
      () => state.remove(),
    ];
    return () => stops.forEach((stop) => stop());
  }, [host]);
  return (
    <WebView
      ref={view}
      source={{ uri }}
      originWhitelist={[origin]}
      onMessage={({ nativeEvent }: WebViewMessageEvent) => {
        if (new URL(nativeEvent.url).origin === origin) void host.onMessage(nativeEvent.data);
      }}
    />
  );
}
