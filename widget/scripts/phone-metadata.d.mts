import type { MetadataJson } from 'libphonenumber-js/core';
import type { Plugin } from 'vite';

/** By calling code. */
export const phoneShards: Readonly<Record<string, MetadataJson>>;
export function phoneMetadata(): Plugin;
