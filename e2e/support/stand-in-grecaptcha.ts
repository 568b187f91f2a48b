/*
 * What Google's script puts into a page, as its documents say, and no more: runs in the page, so it may use nothing of this file.
 * Strict where Google is lenient: what is not documented is a complaint.
 */

export interface GrecaptchaConfig {
  /** Of the script host. */
  readonly origin: string;
  readonly siteKeys: Readonly<Record<string, 'v3' | 'checkbox' | 'invisible'>>;
  readonly trustedTypes: boolean;
}

interface Parameters {
  sitekey: string;
  size?: string;
  theme?: string;
  badge?: string;
  callback?: (token: string) => void;
  'expired-callback'?: () => void;
  'error-callback'?: () => void;
}

/** Runs in the page. */
export function installGrecaptcha({ origin, siteKeys, trustedTypes }: GrecaptchaConfig): void {
  interface Widget extends Parameters {
    place: HTMLElement;
    token: string;
    frame: HTMLIFrameElement | undefined;
    settle: ((token: string) => void) | undefined;
  }
  const page = window as unknown as { grecaptcha: object; standIn: object; ___grecaptcha_cfg?: { fns?: (() => void)[] } };
  const widgets: Widget[] = [];
  const complain = (what: string): void => void fetch(`${origin}/complaints`, { method: 'POST', mode: 'no-cors', body: what });
  const known = ['sitekey', 'size', 'theme', 'badge', 'callback', 'expired-callback', 'error-callback', 'tabindex', 'isolated'];

  const address = (path: string, query: Record<string, string>): string => `${origin}${path}?${new URLSearchParams(query).toString()}`;
  const frameOf = (path: string, title: string, query: Record<string, string>): HTMLIFrameElement => {
    const frame = document.createElement('iframe');
    frame.title = title;
    frame.src = address(path, query);
    frame.style.border = '0';
    return frame;
  };
  const widgetAt = (id: number | undefined): Widget => {
    const widget = widgets[id ?? 0];
    if (!widget) throw new Error(`Invalid reCAPTCHA client id: ${id}`);
    return widget;
  };
  const ask = (widget: Widget, id: number, action: string): void =>
    void fetch(address('/token', { k: widget.sitekey, action, host: location.hostname, id: String(id) }), { method: 'POST' })
      .then((answer) => answer.json())
      .then(({ token, challenge }: { token?: string; challenge?: boolean }) => {
        if (challenge) return openChallenge(id);
        if (token !== undefined) solve(id, token);
      })
      .catch(() => widget['error-callback']?.());
  const solve = (id: number, token: string): void => {
    const widget = widgetAt(id);
    widget.token = token;
    widget.frame?.contentWindow?.postMessage({ standIn: 'solved', id }, '*');
    widget.settle?.(token);
    widget.callback?.(token);
  };

  /** As Google's: on top of nearly everything, closed by a press beside it. */
  const openChallenge = (id: number): void => {
    const cover = document.createElement('div');
    const back = document.createElement('div');
    const box = document.createElement('div');
    cover.style.cssText = 'visibility: visible; position: absolute; inset: 0; z-index: 2000000000';
    back.style.cssText = 'position: fixed; inset: 0; z-index: 2000000000; background: white; opacity: 0.5';
    box.style.cssText = 'position: fixed; z-index: 2000000000; background: white; right: 40px; bottom: 120px; width: 300px; height: 200px';
    const frame = frameOf('/recaptcha/api2/bframe', 'recaptcha challenge expires in two minutes', {
      k: widgetAt(id).sitekey,
      id: String(id),
    });
    frame.style.cssText = 'border: 0; width: 300px; height: 200px';
    box.append(frame);
    cover.append(back, box);
    document.body.append(cover);
    const hide = (): void => {
      cover.style.visibility = 'hidden';
      cover.style.top = '-10000px';
    };
    back.addEventListener('click', hide);
    addEventListener('message', ({ data, source }) => {
      if (source !== frame.contentWindow || data.standIn !== 'challenge') return;
      hide();
      if (data.token) solve(id, data.token);
      else widgetAt(id)['error-callback']?.();
    });
    frame.focus();
  };

  const render = (target: HTMLElement | string, parameters: Parameters): number => {
    const place = typeof target === 'string' ? document.getElementById(target) : target;
    if (!place) throw new Error('reCAPTCHA placeholder element must be an element or id');
    if (place.childElementCount > 0) throw new Error('reCAPTCHA has already been rendered in this element');
    if (place.getRootNode() !== document) complain('rendered inside a shadow root');
    const kind = siteKeys[parameters.sitekey];
    if (!kind) throw new Error(`Invalid site key or not loaded in api.js: ${parameters.sitekey}`);
    for (const name of Object.keys(parameters)) if (!known.includes(name)) complain(`render: unknown parameter ${name}`);
    const invisible = parameters.size === 'invisible';
    if (invisible === (kind === 'checkbox')) complain(`render: ${kind} drawn as ${parameters.size}`);
    const id = widgets.length;
    const widget: Widget = { ...parameters, place, token: '', frame: undefined, settle: undefined };
    widgets.push(widget);
    const box = document.createElement('div');
    if (invisible) {
      box.className = 'grecaptcha-badge';
      box.style.cssText =
        parameters.badge === 'inline' ? 'width: 256px; height: 60px' : 'position: fixed; bottom: 14px; right: 0; width: 70px; height: 60px';
      box.append(frameOf('/recaptcha/api2/badge', 'reCAPTCHA', { k: parameters.sitekey }));
    } else {
      const compact = parameters.size === 'compact';
      const frame = frameOf('/recaptcha/api2/anchor', 'reCAPTCHA', {
        k: parameters.sitekey,
        id: String(id),
        theme: parameters.theme ?? 'light',
        size: parameters.size ?? 'normal',
      });
      frame.style.cssText = compact ? 'border: 0; width: 164px; height: 144px' : 'border: 0; width: 304px; height: 78px';
      widget.frame = frame;
      box.append(frame);
    }
    place.append(box);
    return id;
  };
  addEventListener('message', ({ data, source }) => {
    const id = widgets.findIndex(({ frame }) => frame && source === frame.contentWindow);
    if (id >= 0 && data.standIn === 'pressed') ask(widgetAt(id), id, '');
  });

  const ready: (() => void)[] = page.___grecaptcha_cfg?.fns ?? [];
  Object.assign(page.grecaptcha, {
    render,
    ready: (callback: () => void) => void queueMicrotask(callback),
    getResponse: (id?: number) => widgetAt(id).token,
    reset(id?: number) {
      const widget = widgetAt(id);
      widget.token = '';
      widget.frame?.contentWindow?.postMessage({ standIn: 'reset' }, '*');
    },
    execute(id: number, options?: { action?: string }) {
      const widget = widgetAt(id);
      const kind = siteKeys[widget.sitekey];
      if (widget.size !== 'invisible') throw new Error('execute: this widget is not invisible');
      if (kind === 'v3' && !/^[A-Za-z0-9_/]+$/.test(options?.action ?? '')) complain(`execute: not an action: ${options?.action}`);
      if (kind === 'invisible' && widget.token !== '') complain('execute: solved already, and not reset');
      return new Promise<string>((resolve) => {
        widget.settle = resolve;
        ask(widget, id, options?.action ?? '');
      });
    },
  });
  // For the test: what time and the network do to a widget.
  page.standIn = {
    expire(id: number) {
      widgetAt(id).token = '';
      widgetAt(id).frame?.contentWindow?.postMessage({ standIn: 'expired' }, '*');
      widgetAt(id)['expired-callback']?.();
    },
    lose: (id: number) => widgetAt(id)['error-callback']?.(),
    drawn: () => widgets.map(({ sitekey, size, theme, badge }) => ({ sitekey, size, theme, badge })),
    trustedTypes,
  };
  for (const callback of ready) callback();
}

/** Runs in the frame of the checkbox. */
export function drawAnchor(): void {
  const box = document.querySelector('[role=checkbox]') as HTMLElement;
  const check = (checked: boolean, note = ''): void => {
    box.setAttribute('aria-checked', String(checked));
    box.textContent = checked ? '✓' : '';
    (document.querySelector('p') as HTMLElement).textContent = note;
  };
  const press = (): void => parent.postMessage({ standIn: 'pressed' }, '*');
  box.addEventListener('click', press);
  box.addEventListener('keydown', ({ key }) => key === ' ' && press());
  addEventListener('focus', () => box.focus());
  addEventListener('message', ({ data }) => {
    if (data.standIn === 'solved') check(true);
    if (data.standIn === 'reset') check(false);
    if (data.standIn === 'expired') check(false, 'Verification expired. Check the checkbox again.');
  });
}

/** Runs in the frame of the challenge. */
export function drawChallenge(): void {
  const id = new URLSearchParams(location.search);
  const answer = (path: string) => async (): Promise<void> => {
    const response = await fetch(`${path}?${id.toString()}&host=${new URL(document.referrer).hostname}`, { method: 'POST' });
    parent.postMessage({ standIn: 'challenge', ...((await response.json()) as object) }, '*');
  };
  document.querySelector('#verify')?.addEventListener('click', answer('/solved'));
  document.querySelector('#fail')?.addEventListener('click', answer('/failed'));
}
