import type { Grecaptcha, RenderParameters } from '../../src/plugins/recaptcha/vendor-api.js';

/** The provider's global in the test's hands. Solves nothing by itself. */
export function fakeGrecaptcha() {
  const drawn: { place: HTMLElement; parameters: RenderParameters; token: string; resets: number }[] = [];
  const executed: { widget: number; action: string | undefined; resolve: (token: string) => void; reject: (cause: unknown) => void }[] = [];
  const at = (widget: number) => {
    const found = drawn[widget];
    if (!found) throw new Error(`Invalid reCAPTCHA client id: ${widget}`);
    return found;
  };
  const grecaptcha: Grecaptcha = {
    ready: (callback) => queueMicrotask(callback),
    render(place, parameters) {
      if (place.childElementCount > 0) throw new Error('reCAPTCHA has already been rendered in this element');
      place.append(document.createElement('span'));
      return drawn.push({ place, parameters, token: '', resets: 0 }) - 1;
    },
    execute: (widget, options?: { action?: string }) =>
      new Promise<string>((resolve, reject) => executed.push({ widget, action: options?.action, resolve, reject })),
    reset(widget) {
      at(widget).token = '';
      at(widget).resets += 1;
    },
    getResponse: (widget) => at(widget).token,
  };
  return {
    grecaptcha,
    drawn,
    executed,
    last: () => at(drawn.length - 1),
    /** The visitor, or the provider, has solved the widget drawn last. */
    solve(token: string) {
      const widget = at(drawn.length - 1);
      widget.token = token;
      widget.parameters.callback(token);
    },
    expire() {
      const widget = at(drawn.length - 1);
      widget.token = '';
      widget.parameters['expired-callback']();
    },
    lose: () => at(drawn.length - 1).parameters['error-callback'](),
  };
}
