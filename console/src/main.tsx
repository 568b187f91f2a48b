import { render } from 'preact';
import { AppProvider, createConsoleApp } from './console-app.js';
import { createBrowserEnvironment } from './environment.js';
import { Console } from './shell/Console.js';

const root = document.getElementById('console');
if (!root) throw new Error('The page has no element with the id "console"');
const app = createConsoleApp(createBrowserEnvironment());
app.start();
render(
  <AppProvider value={app}>
    <Console />
  </AppProvider>,
  root,
);
