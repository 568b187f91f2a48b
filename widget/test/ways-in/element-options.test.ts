import { describe, expect, it, vi } from 'vitest';
import { readAttributes, readDisplay } from '../../src/ways-in/element-options.js';
import { optionsKey } from '../../src/ways-in/mount-widget.js';

const read = (attributes: Record<string, string>, warn = vi.fn()) => readAttributes((name) => attributes[name] ?? null, warn);

describe('attributes of <ringback-callback>', () => {
  it('[WI1] that are not there say nothing', () => {
    expect(read({})).toEqual({});
  });
  it('[WI1] are the short options', () => {
    expect(read({ 'api-key': 'k', 'service-name': 'q', 'base-url': 'https://a.example', lang: 'de', position: 'left' })).toEqual({
      apiKey: 'k',
      serviceName: 'q',
      baseUrl: 'https://a.example',
      lang: 'de',
      position: 'left',
    });
  });
  it.each([
    ['', true],
    ['true', true],
    ['false', false],
  ])('[WI1] proactive="%s" is %j', (text, proactive) => {
    expect(read({ proactive: text })).toEqual({ proactive });
  });
  it.each(['{', '[1]', 'null', '3', '""'])('[WI1] user-data %s is warned about and ignored', (text) => {
    const warn = vi.fn();
    expect(read({ 'user-data': text }, warn)).toEqual({});
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('"user-data"'));
  });
  it('[WI1] user-data is a JSON object', () => {
    expect(read({ 'user-data': '{"plan":"gold"}' })).toEqual({ userData: { plan: 'gold' } });
  });
  it.each([
    [null, 'button'],
    ['', 'button'],
    ['nonsense', 'button'],
    ['inline', 'inline'],
    ['corner', 'corner'],
  ])('[WI3] display %j is %s', (given, display) => {
    expect(readDisplay(given)).toBe(display);
  });
});

describe('what makes options other ones', () => {
  it('[WI1] never throws, also for what cannot be written down', () => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    expect(optionsKey({ userData: circular })).toBe('');
    expect(optionsKey({ apiKey: 'a' })).not.toBe(optionsKey({ apiKey: 'b' }));
  });
});
