/**
 * The closed list of status codes in the Engagement v3 envelope, with the HTTP status each one travels under.
 * Numbers are the vendor's (rest-api facts, section 2.2); 0 is success.
 */
export const STATUS_CODES = {
  SUCCESS: { code: 0, http: 200 },
  /** A parameter is missing, of the wrong type or out of range. */
  INVALID_PARAMETER: { code: 501, http: 400 },
  /** No such address on this server. */
  UNKNOWN_ADDRESS: { code: 501, http: 404 },
  /** The address exists, the method does not. */
  METHOD_NOT_ALLOWED: { code: 501, http: 405 },
  /** Body over 64 KiB. */
  BODY_TOO_LARGE: { code: 501, http: 413 },
  UNSUPPORTED_MEDIA_TYPE: { code: 501, http: 415 },
  /** No callback with that id, or no longer kept. */
  NOT_FOUND: { code: 501, http: 404 },
  /** The callback is in a state that does not allow this. */
  WRONG_STATE: { code: 501, http: 400 },
  MISSING_API_KEY: { code: 503, http: 401 },
  UNKNOWN_API_KEY: { code: 1103, http: 401 },
  /** The page's origin is not on the site's list. */
  ORIGIN_NOT_ALLOWED: { code: 1103, http: 403 },
  /** Session, visitor token or telephony secret is missing, wrong or expired. */
  NOT_AUTHENTICATED: { code: 503, http: 401 },
  /** Known, but without the role. */
  FORBIDDEN: { code: 503, http: 403 },
  INVALID_PHONE_NUMBER: { code: 7030, http: 400 },
  COUNTRY_NOT_PERMITTED: { code: 7036, http: 400 },
  NUMBER_BLOCKED: { code: 7037, http: 400 },
  UNKNOWN_SERVICE: { code: 7040, http: 400 },
  /** Slot full, watermark reached, limit reached, or an open callback of this number exists. */
  TOO_MANY_REQUESTS: { code: 7041, http: 429 },
  OUTSIDE_OFFICE_HOURS: { code: 7042, http: 400 },
  CAPTCHA_FAILED: { code: 7043, http: 400 },
  /** SE5: a code was sent to the number; the same booking counts when it comes with that code. */
  NUMBER_CHECK_NEEDED: { code: 7044, http: 400 },
  /** SE5: the code is wrong, too old, or was used already. */
  NUMBER_CODE_WRONG: { code: 7045, http: 400 },
  /** WI12: the token that says who the visitor is is not good, or is missing where one is demanded. */
  IDENTITY_REFUSED: { code: 7046, http: 400 },
  /** Something broke on our side; the correlation id finds it in the log. */
  INTERNAL: { code: 500, http: 500 },
  /** The database can't be reached right now; the same request may be repeated. */
  UNAVAILABLE: { code: 500, http: 503 },
} as const;

export type StatusName = keyof typeof STATUS_CODES;
export type StatusCode = (typeof STATUS_CODES)[StatusName]['code'];
