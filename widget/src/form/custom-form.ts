/* What a site's own form needs beyond the default one, but for drawing its fields; loaded when a site has one. */
export { englishVendor } from '../i18n/english-vendor.js';
export { readDefinition } from './form-definition.js';
