import { afterEach, describe, expect, it, vi } from 'vitest';
import { elementQuery, ElementSet } from '../../src/form/custom/element-set.js';

afterEach(() => document.body.replaceChildren());
const $ = elementQuery(document);

describe('what validators get as $ without jQuery', () => {
  it('[FO1] finds by selector, wraps nodes, and is empty for anything else', () => {
    document.body.append(document.createElement('p'), document.createElement('p'));
    expect($('p')).toHaveLength(2);
    expect($(document.body)[0]).toBe(document.body);
    expect($($('p'))).toHaveLength(2);
    for (const nothing of [undefined, null, 7, {}, 'nav']) expect($(nothing)).toHaveLength(0);
    expect($('nav').val()).toBeUndefined();
    expect($('nav').addClass('x').find('p').closest('div')).toHaveLength(0);
  });

  it('[FO1] reads and sets values; what is set counts as typed', () => {
    const input = document.createElement('input');
    const typed = vi.fn();
    input.addEventListener('input', typed);
    const set = new ElementSet([input, null, undefined, input]);
    expect(set).toHaveLength(1);
    expect(set.val()).toBe('');
    expect(set.val(7)).toBe(set);
    expect([input.value, set.val()]).toEqual(['7', '7']);
    expect(typed).toHaveBeenCalledOnce();
  });

  it('[FO1] marks elements, and text is never markup', () => {
    const box = document.createElement('div');
    const note = document.createElement('i');
    const field = document.createElement('input');
    box.append(field, note);
    const set = $(field);
    set.addClass('cx-error  bad').removeClass('bad').attr('title', 't');
    expect([field.className, set.hasClass('cx-error'), set.is('input.cx-error'), set.attr('title')]).toEqual(['cx-error', true, true, 't']);
    set.siblings('i').text('<b>no</b>');
    expect(note.innerHTML).toBe('&lt;b&gt;no&lt;/b&gt;');
    expect($(box).find('i').text()).toBe('<b>no</b>');
    $(note).hide();
    expect(note.hidden).toBe(true);
    $(note).show();
    expect(note.hidden).toBe(false);
    expect(set.removeAttr('title').attr('title')).toBeUndefined();
    set.css('color', 'red').prop('readOnly', true);
    expect([field.style.color, field.readOnly]).toEqual(['red', true]);
    expect([set.parent()[0], set.closest('div').get(0), set.get()]).toEqual([box, box, [field]]);
  });
});
