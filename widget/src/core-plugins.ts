import type { LateModule } from './late-plugins.js';
import { registerApp } from './plugins/app/index.js';
import { createCommon } from './plugins/common/create-common.js';
import { registerOverlay } from './plugins/overlay/index.js';
import { registerToaster } from './plugins/toaster/index.js';
import { registerWindowManager } from './plugins/window-manager/index.js';
import coreCss from './ui/core.css?inline';
import { addPageCss } from './ui/page-nodes.js';

/** What the vendor calls its core: on the vendor's pages from the start, on others when somebody asks for one of them. */
export const register: LateModule['register'] = (deps) => {
  addPageCss(coreCss, deps.environment.document, deps.host.signal);
  registerApp(deps);
  registerOverlay(deps);
  registerToaster(deps);
  registerWindowManager(deps);
  if (deps.vendor) deps.vendor.common ??= createCommon(deps.environment);
  const common = deps.bus.registerPlugin('Common');
  if (!common) return;
  common.registerCommand('configure', ({ deferred }) => deferred.resolve());
  deps.start(common);
};
