import type { MetadataJson } from 'libphonenumber-js/core';

/**
 * The formatting rules of one calling code, of those regions that share it too.
 * In place of this module, which loads the rules of the world, scripts/phone-metadata.mjs puts one that loads a file a code.
 * @throws when they can't be fetched
 */
export async function loadMetadata(_code: string): Promise<MetadataJson> {
  const { default: metadata } = await import('libphonenumber-js/metadata.min.json');
  return metadata as unknown as MetadataJson;
}
