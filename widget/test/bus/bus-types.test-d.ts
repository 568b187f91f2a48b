/* Negative type tests: a wrong payload must not compile. Checked by `tsc -p widget`; nothing here runs. */
import type { Bus, BusPlugin, Deferred } from '../../src/bus/bus-types.js';
import type { CallbackServiceError, ScheduledAnswer } from '../../src/plugins/callback-service/protocol.js';

declare module '../../src/bus/bus-types.js' {
  interface CommandMap {
    'Typed.greet': { options: { name: string }; result: number };
    'Typed.ping': { options: undefined; result: void };
  }
  interface EventMap {
    'Typed.greeted': { name: string };
    'Typed.silent': undefined;
  }
}

declare const bus: Bus;
declare const typed: BusPlugin<'Typed'>;
declare const host: BusPlugin;

export function commands(): void {
  const answer: Deferred<number> = bus.command('Typed.greet', { name: 'Ada' });
  answer.done((length: number) => length).fail((reason: unknown) => reason);
  void bus.command('Typed.ping');
  // @ts-expect-error a required option is missing
  void bus.command('Typed.greet', {});
  // @ts-expect-error options are required
  void bus.command('Typed.greet');
  // @ts-expect-error an option of the wrong type
  void bus.command('Typed.greet', { name: 1 });
  // @ts-expect-error this command takes none
  void bus.command('Typed.ping', { name: 'Ada' });
  // @ts-expect-error the result is a number
  answer.done((text: string) => text);

  // A host's own plugin is in no map: anything goes, and nothing is known.
  const unknownResult: Deferred<unknown> = bus.command('Host.anything', 7);
  void unknownResult;
}

export function handlers(): void {
  typed.registerCommand('greet', ({ data, deferred }) => deferred.resolve(data.name.length));
  typed.registerCommand('ping', ({ deferred }) => deferred.resolve());
  // @ts-expect-error resolves with a number
  typed.registerCommand('greet', ({ deferred }) => deferred.resolve('three'));
  // @ts-expect-error a number is owed
  typed.registerCommand('greet', ({ deferred }) => deferred.resolve());
  // @ts-expect-error no such option
  typed.registerCommand('greet', ({ data }) => data.nickname);
  host.registerCommand('whatever', ({ data, deferred }) => deferred.resolve(data));
}

export function events(): void {
  typed.publish('greeted', { name: 'Ada' });
  typed.publish('silent');
  typed.republish('silent');
  // @ts-expect-error the payload is missing
  typed.publish('greeted');
  // @ts-expect-error the payload is of another shape
  typed.publish('greeted', { nickname: 'Ada' });
  // @ts-expect-error the payload is of another shape
  bus.publishDirect('Typed.greeted', 'Ada');
  bus.subscribe('Typed.greeted', ({ data }) => data.name.length);
  // @ts-expect-error no such field
  bus.subscribe('Typed.greeted', ({ data }) => data.nickname);
  bus.subscribe('Host.event', ({ data }: { data: unknown }) => data);
}

export function service(): void {
  const answer: Deferred<ScheduledAnswer> = bus.command('CallbackService.schedule', {
    phonenumber: '+14155550100',
    tennantId: 'any other input',
  });
  void answer;
  // @ts-expect-error the number can't be left out
  void bus.command('CallbackService.schedule', { firstname: 'Ada' });
  // @ts-expect-error a number is text
  void bus.command('CallbackService.schedule', { phonenumber: 14155550100 });
  bus.subscribe('CallbackService.scheduleError', ({ data }) => {
    const error: CallbackServiceError = data;
    // @ts-expect-error the list may be absent
    return error.slots.length;
  });
  bus.before('CallbackService.schedule', (options) => ({ ...options, subject: options.phonenumber.trim() }));
  // @ts-expect-error no such option type
  bus.before('CallbackService.schedule', (options) => options.phonenumber.toFixed());
}

export function core(): void {
  void bus.command('App.setTheme', { theme: 'dark' }).done((theme: string) => theme);
  // @ts-expect-error a theme has a name
  void bus.command('App.setTheme', { theme: 1 });
  void bus.command('Toaster.open', { type: 'generic', title: 'Hello' });
  // @ts-expect-error a toast has a type
  void bus.command('Toaster.open', { title: 'Hello' });
  void bus.command('Overlay.open', { html: '<p>x</p>' }).done(({ html }) => html[0]);
  // @ts-expect-error something has to be shown
  void bus.command('Overlay.open', {});
  void bus.command('WindowManager.registerDockView', { html: document.body });
  bus.subscribe('App.theme', ({ data }) => data.theme.length);
  // @ts-expect-error closeAll carries nothing
  bus.subscribe('App.closeAll', ({ data }) => data.theme);
  // @ts-expect-error a form is an object
  void bus.command('Callback.open', { form: 'Ada' });
  // @ts-expect-error a switch is no text
  void bus.command('Callback.minimize', { minimized: 'yes' });
}
