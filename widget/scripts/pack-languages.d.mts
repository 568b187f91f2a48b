import type { Plugin } from 'vite';

export function packLanguages(): Plugin;
