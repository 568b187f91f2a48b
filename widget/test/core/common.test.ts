import { afterEach, describe, expect, it, vi } from 'vitest';
import { createCommon } from '../../src/plugins/common/create-common.js';
import { fakeEnvironment } from '../../src/testing/fake-environment.js';

afterEach(() => document.body.replaceChildren());

const common = (global: Record<string, unknown> = {}) => createCommon(fakeEnvironment({ global }));

describe('Common', () => {
  it("[BU1] Generate.Container has the vendor's parts and both generations of button names", () => {
    const [node] = common().Generate.Container({
      type: 'overlay',
      title: 'Title <i>',
      body: '<p class="own">Body</p>',
      icon: 'chat',
      controls: 'close minimize',
      buttons: { type: 'binary', primary: 'Yes', secondary: 'No' },
    });
    const has = (selector: string) => node?.querySelector(selector)?.textContent;
    expect(has('.cx-titlebar .cx-title')).toBe('Title <i>');
    expect(has('.cx-body .own')).toBe('Body');
    expect(has('.cx-footer .btn-primary.cx-btn-primary')).toBe('Yes');
    expect(has('.cx-footer .btn-default.cx-btn-default')).toBe('No');
    for (const part of ['.cx-button-close', '.cx-button-minimize', '.cx-icon[data-icon=chat]'])
      expect(node?.querySelector(part)).toBeTruthy();
  });
  it("[BU1] gives sets of the page's jQuery, where it has one", () => {
    const jQuery = vi.fn((node: Node) => ({ 0: node, find: () => 'found' }));
    expect(common({ jQuery }).Generate.Container({})).toMatchObject({ find: expect.any(Function) });
    expect(common().Generate.Icon('chat')).toMatchObject({ length: 1, 0: { className: 'cx-icon' }, find: expect.any(Function) });
  });
  it.each(['node', 'selector', 'set'])('[BU1] showAlert lies over a container given as %s until it is answered', async (how) => {
    const container = document.body.appendChild(Object.assign(document.createElement('div'), { id: 'place' }));
    const given = { node: container, selector: '#place', set: { 0: container, length: 1 } }[how];
    const answered = common().showAlert(given, { text: 'Closed <b>', buttonText: 'Got it' });
    const alert = container.querySelector('[role=alertdialog]');
    expect(alert?.textContent).toBe('Closed <b>Got it');
    expect(document.activeElement?.textContent).toBe('Got it');
    alert?.querySelector('button')?.click();
    await answered;
    expect(container.childElementCount).toBe(0);
  });
  it.each([
    ['plain', 'plain'],
    [
      'see https://a.example/x?y=1&z=2.',
      'see <a href="https://a.example/x?y=1&#38;z=2" target="_blank" rel="noopener">https://a.example/x?y=1&#38;z=2</a>.',
    ],
    ['<img onerror=x>', '&#60;img onerror=x&#62;'],
    ['http://a.example/"onclick="x', '<a href="http://a.example/" target="_blank" rel="noopener">http://a.example/</a>&#34;onclick=&#34;x'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
  ])('[WI6] linkify makes of %s: %s', (text, markup) => expect(common().linkify(text)).toBe(markup));
});
