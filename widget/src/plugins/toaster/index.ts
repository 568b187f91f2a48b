import type { PanelDeps } from '../../load-panel.js';
import { makeContainer } from '../../ui/container.js';
import { make, nodeOf } from '../../ui/page-nodes.js';
import { applyTheme } from '../../ui/page-theme.js';
import type { ToasterOpenOptions } from './protocol.js';

const RESERVED = 'Toaster view is currently reserved';

/** Registers `Toaster`: a site's own message in the corner. */
export function registerToaster({ bus, environment, options, host, start }: PanelDeps): void {
  const { document } = environment;
  const plugin = bus.registerPlugin('Toaster');
  if (!plugin) return environment.warn('Another script has registered the plugin Toaster; ours is not used');
  let open: { readonly node: HTMLElement; readonly owner: string; readonly immutable: boolean } | undefined;
  const close = (): void => {
    open?.node.remove();
    open = undefined;
    plugin.publish('closed');
  };

  plugin.registerEvents(['opened', 'closed', 'selected']);
  plugin.registerCommand('configure', ({ deferred }) => deferred.resolve());
  plugin.registerCommand('open', ({ data, deferred, caller }) => {
    if (!data.type) return deferred.reject('No content was provided. Toaster has ignored your command');
    if (open) return deferred.reject(RESERVED);
    const node = make(document, 'div', 'cx-widget cx-toaster', drawToast(data, document));
    node.setAttribute('role', 'status');
    applyTheme(node, options.main);
    node.querySelector('.cx-button-close')?.addEventListener('click', close);
    const choose = (selector: string, button: 'primary' | 'secondary') =>
      node.querySelector(selector)?.addEventListener('click', () => plugin.publish('selected', { button }));
    choose('.cx-btn-primary', 'primary');
    choose('.cx-btn-default', 'secondary');
    document.body.append(node);
    open = { node, owner: caller, immutable: data.immutable ?? false };
    plugin.publish('opened');
    deferred.resolve();
  });
  plugin.registerCommand('close', ({ deferred, caller }) => {
    if (!open) return deferred.reject('Toaster view is already closed');
    if (open.immutable && open.owner !== caller) return deferred.reject(RESERVED);
    close();
    deferred.resolve();
  });
  host.signal.addEventListener('abort', () => open?.node.remove());
  start(plugin);
}

function drawToast(toast: ToasterOpenOptions, document: Document): Node {
  if (toast.type === 'custom') return nodeOf(toast.body, document) ?? document.createTextNode('');
  const body = typeof toast.body === 'string' ? make(document, 'p', '', toast.body) : toast.body;
  return makeContainer({ ...toast, type: 'generic', body }, document);
}
