import { createRequire } from 'node:module';

// Its ES module; in tests Vite would take the other one, whose `require` nobody can answer.
const MODULE = createRequire(import.meta.url).resolve('react-google-recaptcha-v3/dist/react-google-recaptcha-v3.esm.js');
const LIBRARY = /[\\/]node_modules[\\/]react-google-recaptcha-v3[\\/]/;
const REACT = '\0react-of-recaptcha';

/**
 * All that the library uses of React. Not `preact/compat`: that changes how everything is drawn, in the panel too, from the moment it
 * arrives, and weighs more than the library itself.
 */
const ON_PREACT = `
import { createContext, createElement } from 'preact';
export { createContext };
export { useCallback, useContext, useEffect, useMemo, useRef, useState } from 'preact/hooks';
export default { createElement };
`;

/**
 * Vite plugin: `react` is Preact for react-google-recaptcha-v3, and for nobody else (the React wrapper's sites bring their own).
 * The same in the builds and in the tests.
 */
export function recaptchaOnPreact() {
  return {
    name: 'recaptcha-on-preact',
    enforce: 'pre',
    resolveId(source, importer) {
      if (source === 'react-google-recaptcha-v3') return MODULE;
      return source === 'react' && LIBRARY.test(importer ?? '') ? REACT : undefined;
    },
    load: (id) => (id === REACT ? ON_PREACT : undefined),
    // Browsers have no `process`, and libraries keep it.
    transform: (code, id) => (LIBRARY.test(id) ? { code: code.replaceAll('process.env.NODE_ENV', '"production"'), map: null } : undefined),
  };
}
