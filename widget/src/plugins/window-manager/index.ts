import type { CommandEvent } from '../../bus/bus-types.js';
import type { PanelDeps } from '../../load-panel.js';
import { make, nodeOf, setOf } from '../../ui/page-nodes.js';
import { applyTheme } from '../../ui/page-theme.js';
import type { Placed } from './protocol.js';

/** Registers `WindowManager`. What is taken out of the page closes its gap by itself. */
export function registerWindowManager({ bus, environment, options, host, start }: PanelDeps): void {
  const { document, global } = environment;
  const plugin = bus.registerPlugin('WindowManager');
  if (!plugin) return environment.warn('Another script has registered the plugin WindowManager; ours is not used');
  const docks = make(document, 'div', 'cx-dock-views');
  const sides = make(document, 'div', 'cx-side-buttons');
  const place = make(document, 'div', 'cx-widget cx-window-manager', docks, sides);

  const add = (row: HTMLElement, { data, deferred }: CommandEvent<{ html: unknown }, Placed>): void => {
    const node = nodeOf(data.html, document);
    if (!node) return deferred.reject('No content was provided. WindowManager has ignored your command');
    if (!place.isConnected) {
      applyTheme(place, options.main);
      document.body.append(place);
    }
    row.append(node.nodeType === 1 ? node : make(document, 'div', '', node));
    deferred.resolve({ html: setOf(row.lastElementChild as Node, global) });
  };
  const view = document.defaultView;
  const watch =
    view &&
    new view.MutationObserver(() =>
      plugin.publish('changed', { dockViews: docks.childElementCount, sideButtons: sides.childElementCount }),
    );
  watch?.observe(docks, { childList: true });
  watch?.observe(sides, { childList: true });

  plugin.registerEvents(['changed']);
  plugin.registerCommand('configure', ({ deferred }) => deferred.resolve());
  plugin.registerCommand('registerDockView', (event) => add(docks, event));
  plugin.registerCommand('registerSideButton', (event) => add(sides, event));
  host.signal.addEventListener('abort', () => {
    watch?.disconnect();
    place.remove();
  });
  start(plugin);
}
