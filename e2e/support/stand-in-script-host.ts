import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Solved, StandInVerifier } from '../../backend/test/captcha/stand-in-verifier.js';
import { drawAnchor, drawChallenge, installGrecaptcha, type GrecaptchaConfig } from './stand-in-grecaptcha.js';

/** What the page is told instead of the truth. `script` and `release`: that file is never sent; `token`: nobody answers for a token. */
export type Broken = 'script' | 'release' | 'token';

/** Stand-in for the host of Google's script: the two files, the frames, and the tokens, which it has from the stand-in verifier. */
export interface StandInScriptHost {
  /** For the configuration. */
  readonly scriptUrl: string;
  readonly origin: string;
  /** Addresses asked for, with their query. */
  readonly asked: readonly string[];
  /** What the page did that is not documented. */
  readonly complaints: readonly string[];
  /** Of the tokens from here on. */
  next(solved: Solved): void;
  /** Whether those who ask for a token are shown pictures first. */
  challenge(isShown: boolean): void;
  breaks(what: Broken | undefined): void;
  close(): Promise<void>;
}

const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]+)?$/;

export async function standInScriptHost(verifier: StandInVerifier, siteKeys: GrecaptchaConfig['siteKeys']): Promise<StandInScriptHost> {
  const asked: string[] = [];
  const complaints: string[] = [];
  const state = { solved: {} as Solved, isChallenged: false, broken: undefined as Broken | undefined };
  const hanging = new Set<ServerResponse>();

  const tokenOf = (query: URLSearchParams): string => {
    const isV3 = siteKeys[query.get('k') ?? ''] === 'v3';
    const score = isV3 ? { score: 0.9, action: query.get('action') ?? '' } : {};
    return verifier.solve({ hostname: query.get('host') ?? '', ...score, ...state.solved });
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams, search } = new URL(request.url ?? '/', 'http://host');
    asked.push(pathname + search);
    const send = (type: string, body: string): void =>
      void response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(body);
    const json = (body: unknown): void => send('application/json', JSON.stringify(body));
    switch (pathname) {
      case '/recaptcha/api.js':
        complaints.push(...judgeQuery(searchParams));
        return state.broken === 'script' ? void hanging.add(response) : send('text/javascript', apiScript(host.origin, searchParams));
      case '/recaptcha/releases/stand-in.js':
        return state.broken === 'release'
          ? void hanging.add(response)
          : send('text/javascript', call(installGrecaptcha, { origin: host.origin, siteKeys, trustedTypes: searchParams.has('tt') }));
      case '/recaptcha/api2/anchor':
        return send('text/html; charset=utf-8', anchorPage(searchParams));
      case '/recaptcha/api2/badge':
        return send('text/html; charset=utf-8', '<!doctype html><html lang="en"><title>reCAPTCHA</title><body>reCAPTCHA</body></html>');
      case '/recaptcha/api2/bframe':
        return send('text/html; charset=utf-8', challengePage());
      case '/token':
        if (state.broken === 'token') return void hanging.add(response);
        return json(state.isChallenged ? { challenge: true } : { token: tokenOf(searchParams) });
      case '/solved':
        return json({ token: tokenOf(searchParams) });
      case '/failed':
        return json({});
      case '/complaints':
        complaints.push(await text(request));
        return json({});
      default:
        response.writeHead(404).end();
    }
  };

  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const host: StandInScriptHost = {
    origin,
    scriptUrl: `${origin}/recaptcha/api.js`,
    asked,
    complaints,
    next: (solved) => void (state.solved = solved),
    challenge: (isShown) => void (state.isChallenged = isShown),
    breaks: (what) => void (state.broken = what),
    async close() {
      for (const response of hanging) response.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return host;
}

function judgeQuery(query: URLSearchParams): string[] {
  const wrong = [...query.keys()].filter((name) => !['render', 'hl', 'onload', 'trustedtypes'].includes(name));
  return [
    ...wrong.map((name) => `api.js: unknown parameter ${name}`),
    ...(query.get('render') === 'explicit' ? [] : ['api.js: not explicit']),
    ...(LANGUAGE.test(query.get('hl') ?? '') ? [] : [`api.js: no language: ${query.get('hl')}`]),
  ];
}

/** The small file that brings the large one; only with `trustedtypes` it does so in a way that pages can vouch for. */
const apiScript = (origin: string, query: URLSearchParams): string => `(() => {
  const cfg = (window.___grecaptcha_cfg ??= {});
  const grecaptcha = (window.grecaptcha ??= {});
  grecaptcha.ready ??= (callback) => (cfg.fns ??= []).push(callback);
  const isTrusted = ${query.get('trustedtypes') === 'true'};
  const policy = isTrusted && window.trustedTypes?.createPolicy('stand-in', { createScriptURL: (address) => address });
  const address = ${JSON.stringify(`${origin}/recaptcha/releases/stand-in.js`)} + (isTrusted ? '?tt=1' : '');
  const script = document.createElement('script');
  script.src = policy ? policy.createScriptURL(address) : address;
  const nonce = document.querySelector('script[nonce]')?.nonce;
  if (nonce) script.nonce = nonce;
  document.head.append(script);
})();`;

const call = (code: (config: GrecaptchaConfig) => void, config: GrecaptchaConfig): string =>
  `(${code.toString()})(${JSON.stringify(config)});`;

function anchorPage(query: URLSearchParams): string {
  const isDark = query.get('theme') === 'dark';
  const isCompact = query.get('size') === 'compact';
  return `<!doctype html><html lang="en"><head><title>reCAPTCHA</title><style>
    html { height: 100% }
    body { box-sizing: border-box; height: calc(100% - 2px); margin: 0; padding: 12px; display: flex; flex-direction: ${isCompact ? 'column' : 'row'}; align-items: center; gap: 12px;
      font: 14px Roboto, sans-serif; border: 1px solid ${isDark ? '#525252' : '#d3d3d3'}; border-radius: 3px;
      background: ${isDark ? '#222' : '#f9f9f9'}; color: ${isDark ? '#fff' : '#000'} }
    [role=checkbox] { width: 24px; height: 24px; flex: none; border: 2px solid #767676; border-radius: 2px; background: #fff; color: #00713c; text-align: center; font-weight: bold }
    p { margin: 0; font-size: 12px; color: ${isDark ? '#ff8a80' : '#b3261e'} }
  </style></head><body>
    <span role="checkbox" tabindex="0" aria-checked="false" aria-labelledby="label"></span><main><label id="label">I'm not a robot</label><p></p></main>
    <script>(${drawAnchor.toString()})();</script></body></html>`;
}

const challengePage = (): string => `<!doctype html><html lang="en"><head><title>Challenge</title></head><body>
  <p>Select all squares with lamps</p><button id="verify">Verify</button> <button id="fail">Fail</button>
  <script>(${drawChallenge.toString()})();</script></body></html>`;
