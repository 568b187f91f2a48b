/* The widget by script tag: finds its options on the page, puts `window.CXBus` there, and honours the vendor's snippet. */
import { pageEnvironment } from './environment.js';
import { installOnPage } from './install-on-page.js';

/** File name of the lazy chunk, filled in by the build. */
declare const PANEL_FILE: string;

installOnPage(pageEnvironment(), document.currentScript as HTMLScriptElement, PANEL_FILE);
