/** @packageDocumentation The plugin Recaptcha: the token that a site with a captcha asks for with every booking (CA1). Draws no words of its own. */
import type { CaptchaOffer } from '@ringback/contract';
import type { BusPlugin } from '../../bus/bus-types.js';
import { captchaText } from '../../i18n/captcha-texts.js';
import type { LateModule } from '../../late-plugins.js';
import type { PanelDeps } from '../../load-panel.js';
import { panelTheme } from '../../ui/page-theme.js';
import { Captcha, type CaptchaWish } from './captcha.js';
import { CaptchaFailure } from './challenge.js';
import type { CaptchaError, CaptchaPlaceOptions } from './protocol.js';
import { readRecaptcha } from './recaptcha-options.js';

/** An action must be named; the server checks it only when its key set says so. */
const DEFAULT_ACTION = 'callback';
const SCRIPT_URL = 'https://www.google.com/recaptcha/api.js';
const NOT_CONFIGURED = 'This site asks for no captcha: neither the offers of the server nor the section "recaptcha" name one';

/** Registers the plugin on the widget's bus and starts it. */
export const register: LateModule['register'] = (deps) => {
  const plugin = deps.bus.registerPlugin('Recaptcha');
  if (!plugin) return;
  registerRecaptcha({ ...deps, plugin });
  deps.start(plugin, 'recaptcha');
};

export type RecaptchaDeps = Pick<PanelDeps, 'environment' | 'translator' | 'options' | 'host'> & {
  readonly plugin: BusPlugin<'Recaptcha'>;
};

/** Registers the commands of `Recaptcha`. The caller starts the plugin. */
export function registerRecaptcha({ plugin, environment, translator, options: { main }, host }: RecaptchaDeps): void {
  let section: Record<string, unknown> = {};
  let known: CaptchaOffer | undefined;
  const dark = environment.matchMedia('(prefers-color-scheme: dark)');
  const captcha = new Captcha({
    environment,
    lang: () => translator.lang,
    options: () => readRecaptcha(section),
    theme: () => (panelTheme(main) === 'dark' || (panelTheme(main) === 'auto' && dark?.matches) ? 'dark' : 'light'),
    onView: (view) => plugin.republish('changed', view),
  });
  const wishOf = async ({ offer, container = host.container, isBegun = false }: CaptchaPlaceOptions): Promise<CaptchaWish> => {
    const { provider, siteKey, action, scriptUrl = SCRIPT_URL } = readRecaptcha(section);
    if (provider && siteKey) return { offer: { provider, siteKey, action, scriptUrl }, container, isBegun };
    known = offer ?? known ?? (await plugin.command('CallbackService.offers').catch(() => undefined))?.captcha;
    if (!known) throw new CaptchaFailure('not-configured');
    return { offer: known, container, isBegun };
  };
  const errorOf = (cause: unknown, isShown: boolean): CaptchaError => {
    const reason = cause instanceof CaptchaFailure ? cause.reason : 'failed';
    return { reason, message: reason === 'not-configured' ? NOT_CONFIGURED : captchaText(`Not-${reason}`, translator), isShown };
  };

  plugin.registerEvents(['ready', 'changed']);
  plugin.registerCommand('configure', ({ data, deferred }) => {
    section = { ...section, ...data };
    deferred.resolve();
  });
  plugin.registerCommand('prepare', async ({ data, deferred }) => {
    try {
      await captcha.prepare(await wishOf(data));
      deferred.resolve();
    } catch (cause) {
      deferred.reject(errorOf(cause, true));
    }
  });
  plugin.registerCommand('token', async ({ data, deferred }) => {
    let isShown = false;
    try {
      const wish = await wishOf(data);
      isShown = wish.offer.provider === 'recaptcha-v2-checkbox';
      const action = data.action ?? wish.offer.action ?? DEFAULT_ACTION;
      deferred.resolve(await captcha.token(wish, { action, use: data.use }));
    } catch (cause) {
      deferred.reject(errorOf(cause, isShown));
    }
  });
  plugin.registerCommand('reset', ({ deferred }) => {
    captcha.reset();
    deferred.resolve();
  });
  host.signal.addEventListener('abort', () => captcha.end());
}
