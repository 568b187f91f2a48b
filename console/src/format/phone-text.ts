import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** An E.164 number in groups that can be read out, `+1 212 345 6789`; as it came when it can't be read. */
export const phoneText = (e164: string): string => parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;

/** The link if it is really a call: an address of any other scheme must not become clickable. */
export const telLink = (uri: string): string | undefined => (/^tel:\+?[\d().*#;=a-z-]+$/i.test(uri) ? uri : undefined);
