/** What the document says of query parameters whose name doesn't say it all. */
export const QUERY_NOTES: Readonly<Record<string, string>> = {
  start: 'Default: now. ISO 8601 in UTC, or, when timezone is given, wall-clock time of that zone without suffix.',
  startMS: 'The same in epoch milliseconds; not together with start.',
  end: 'In the form of start. One of end, endMS and numberOfDays at most.',
  endMS: 'Epoch milliseconds.',
  numberOfDays: 'Days from start; 31 at most.',
  timezone: 'IANA name. Zone of start and end, and of localTime in the answer. Default: UTC.',
  maxTimeSlots: 'At most so many slots.',
  reportBusy: 'Full slots too.',
  queryImmediateOfferHours: 'Adds immediateOfferHoursOpenFor to the answer.',
  returnWithinImmediateOfferTime: 'Adds isWithinImmediateOfferTime to the answer.',
  checkImmediateEnabled: 'Adds isImmediateEnabled to the answer.',
  'virtual-queues': 'Names with commas between them. The answer has one entry for each, unknown ones included.',
  mode: 'mode1: throughput of the last 32 interactions. mode2 (default): agents count too. mode3: average handle time.',
};
