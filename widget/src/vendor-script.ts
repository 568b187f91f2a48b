/*
 * The widget by the vendor's file names, for pages where only the address of the script has changed: their DOM, and no button of ours,
 * unless the script tag says otherwise (`data-compat-dom="false"`, `data-launcher="true"`).
 */
import { pageEnvironment } from './environment.js';
import { installOnPage } from './install-on-page.js';

/** File name of the lazy chunk, filled in by the build. */
declare const PANEL_FILE: string;

const { src, dataset } = document.currentScript as HTMLScriptElement;
installOnPage(pageEnvironment(), { src, dataset: { compatDom: 'true', launcher: 'false', ...dataset } }, PANEL_FILE);
