/*
 * The widget by the vendor's file names, for pages where only the address of the script has changed: their DOM, and no button of ours,
 * unless the script tag says otherwise (`data-compat-dom="false"`, `data-launcher="true"`).
 */
import { pageEnvironment } from './environment.js';
import { installOnPage } from './install-on-page.js';
import type { VendorPage } from './load-panel.js';

/** File name of the lazy chunk, filled in by the build. */
declare const PANEL_FILE: string;

const { src, dataset } = document.currentScript as HTMLScriptElement;
const widget = installOnPage(pageEnvironment(), { src, dataset: { compatDom: 'true', launcher: 'false', ...dataset } }, PANEL_FILE);
const { widgets } = (window as { _genesys?: { widgets?: VendorPage } })._genesys ?? {};
// Whoever presses a button before the page is idle gets through by its inline handler, too.
if (widget && widgets) widgets.bus = widget.bus;
