/* Commands and events of `App`, the main controller. Types only. */

/** A theme by its name. */
export interface ThemeChoice {
  theme: string;
}

declare module '../../bus/bus-types.js' {
  interface CommandMap {
    'App.configure': { options: Record<string, unknown>; result: void };
    /** A script, or by its ending a style sheet. */
    'App.loadFile': { options: { url: string }; result: void };
    /** A name of `main.themes`, or `light`, `dark`, `auto`. Resolves with it. */
    'App.setTheme': { options: ThemeChoice; result: string };
    'App.getTheme': { options: undefined; result: string };
    /** Puts the theme's class on a site's own container, and gives that back. */
    'App.reTheme': { options: { html: unknown }; result: unknown };
    /** Texts of what is opened from now on. Resolves with the tag that is spoken. */
    'App.setLanguage': { options: { lang: string }; result: string };
    /** Closes the panel, toast and overlay; resolves when they are gone. */
    'App.closeAll': { options: undefined; result: void };
    /** Custom request headers, added to `main.header`. */
    'App.updateAJAXHeader': { options: { header: Record<string, string> }; result: void };
    'App.removeAJAXHeader': { options: undefined; result: void };
  }
  interface EventMap {
    'App.ready': undefined;
    'App.theme': ThemeChoice;
    'App.i18n': { lang: string };
    'App.closeAll': undefined;
    /** The page is left. */
    'App.unload': undefined;
  }
}
