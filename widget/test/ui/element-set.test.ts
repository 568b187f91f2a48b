import { afterEach, describe, expect, it, vi } from 'vitest';
import { elementQuery, ElementSet } from '../../src/ui/element-set.js';

afterEach(() => document.body.replaceChildren());
const $ = elementQuery(document);

describe('what extensions and validators get as $ without jQuery', () => {
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
    expect(note.style.display).toBe('none');
    note.hidden = true;
    $(note).show();
    expect([note.hidden, note.style.display]).toEqual([false, '']);
    expect(set.removeAttr('title').attr('title')).toBeUndefined();
    set.css('color', 'red');
    set.prop('readOnly', true);
    expect([field.style.color, field.readOnly]).toEqual(['red', true]);
    expect([set.parent()[0], set.closest('div').get(0), set.get()]).toEqual([box, box, [field]]);
  });

  it('[BU1] makes elements of markup without what could run, and moves them', () => {
    document.body.innerHTML = '<ul><li class="a">1</li><li class="b">2</li></ul>';
    const made = $('<li class="c" onclick="evil()"><script>evil()</script>3</li>');
    expect(made.appendTo('ul').attr('onclick')).toBeUndefined();
    $('.a').before('<li>0</li>');
    $('.b').after($('<i>!</i>'));
    $('ul').prepend('start');
    expect([document.body.textContent, document.querySelector('script')]).toEqual(['start012!3', null]);
    expect($('ul').children('li')).toHaveLength(4);
    expect([$('.b').prev()[0], $('.a').next()[0], $('li').not('.a').first().text()]).toEqual([$('.a')[0], $('.b')[0], '0']);
    $('.a').replaceWith('<li>one</li>');
    $('ul').find('i').remove();
    expect([...$('li')].map(({ textContent }) => textContent)).toEqual(['0', 'one', '2', '3']);
    $('li').append('<b>?</b>');
    expect($('ul').text()).toBe('start0?one?2?3?');
    expect($('ul').html('<p>new</p>')).toBeInstanceOf(ElementSet);
    expect([$('ul').html(), $('ul').clone().empty().html(), $('p').eq(-1).text()]).toEqual(['<p>new</p>', '', 'new']);
  });

  it('[BU1] hears of events, also of elements that come later, and lets go of them by type and by namespace', () => {
    document.body.innerHTML = '<div><button class="go" data-some-name="v">Go</button></div>';
    const heard: string[] = [];
    $('div').on('click.mine', '.go', function () {
      heard.push(`within ${this.className}`);
    });
    $('.go')
      .on('click keyup', ({ type }) => heard.push(type))
      .one('click', () => heard.push('once'))
      .click();
    $('div').append('<button class="go">Later</button>');
    $('.go').last().trigger('click');
    expect(heard).toEqual(['click', 'once', 'within go', 'within go']);
    $('div').off('.mine');
    $('.go').off('keyup').trigger('keyup');
    $('.go').first().click();
    expect(heard.slice(4)).toEqual(['click']);
    const press = new Event('click', { bubbles: true, cancelable: true });
    $('.go')
      .off()
      .click(() => false)[0]
      ?.dispatchEvent(press);
    expect([heard.length, press.defaultPrevented]).toEqual([5, true]);
    $('.go').css({ backgroundColor: 'red' });
    expect([$('.go').data('someName'), $('.go').css('background-color')]).toEqual(['v', 'red']);
    expect(
      $('.go')
        .filter((at) => at === 1)
        .text(),
    ).toBe('Later');
  });

  it('[BU1] a function runs once the page has been read', async () => {
    const ready = vi.fn();
    $(ready);
    await Promise.resolve();
    expect(ready).toHaveBeenCalledOnce();
    expect($(document).on('x', ready).trigger('x')).toHaveLength(1);
  });
});
