import { describe, expect, it } from 'vitest';
import { safeHtml } from '../../src/ui/safe-html.js';

function shown(markup: string): string {
  const place = document.createElement('div');
  place.append(safeHtml(markup, document));
  return place.innerHTML;
}

describe('markup of a site', () => {
  it.each([
    ['<b>Hello</b> <i class="x">you</i>'],
    ['<a href="https://example.com/terms" target="_blank">Terms</a>'],
    ['<a href="/terms?x=a:b">Terms</a>'],
    ['<a href="tel:+14155550100">Call</a>'],
    ['<label for="a" data-message="CallbackTitle" aria-label="b">c</label>'],
    ['<input id="a" name="b" type="checkbox" checked="">'],
    ['<img src="/logo.png" alt="Logo">'],
    ['<p style="color: red;" title="an onclick=x, a style=y">x</p>'],
    ['<svg viewBox="0 0 2 2"><path d="M0 0"></path></svg>'],
  ])('[FO1] keeps %s', (markup) => expect(shown(markup)).toBe(markup));

  it.each([
    ['<script>alert(1)</script>hi', 'hi'],
    ['<img src=x onerror=alert(1)>', '<img src="x">'],
    ['<a href="javascript:alert(1)">x</a>', '<a>x</a>'],
    ['<a href="java\tscript:alert(1)">x</a>', '<a>x</a>'],
    ['<a href=" \u0001javascript:alert(1)">x</a>', '<a>x</a>'],
    ['<a href="data:text/html,x">x</a>', '<a>x</a>'],
    ['<img src="data:image/svg+xml,x">', '<img>'],
    ['<iframe src="https://evil.example"></iframe>', ''],
    ['<form action="https://evil.example"><input name="a"></form>', '<input name="a">'],
    ['<style>*{display:none}</style>x', 'x'],
    ['<button formaction="https://evil.example">x</button>', '<button type="button">x</button>'],
    ['<input type="submit" value="x">', '<input type="button" value="x">'],
    ['<blink>x</blink>', 'x'],
    ['<x-y onclick=alert(1)>x</x-y>', 'x'],
    ['<template><img src=x onerror=alert(1)></template>', ''],
    ['<p srcdoc="x" xmlns="y">x</p>', '<p>x</p>'],
    ['<p class="a"onclick="alert(1)" data-rb-onclick="alert(1)">x</p>', '<p class="a">x</p>'],
  ])('[WI6] of %s leaves %s', (markup, left) => expect(shown(markup)).toBe(left));
});
