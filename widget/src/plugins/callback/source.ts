/** Parameters by which campaigns are told apart. */
const CAMPAIGN = /^utm_(source|medium|campaign|term|content|id)$/;
const LONGEST = 500;

/** An address without what may be personal in it: query and fragment. */
function placeOf(address: string): string | undefined {
  try {
    const { origin, pathname } = new URL(address);
    return origin === 'null' ? undefined : `${origin}${pathname}`.slice(0, LONGEST);
  } catch {
    return undefined;
  }
}

/** WI13: where the visitor was when asking for the call, and what brought them there; keys of userData. */
export function sourceOf({ location, referrer }: Pick<Document, 'location' | 'referrer'>): Record<string, string> {
  const page = placeOf(location.href);
  const from = placeOf(referrer);
  const campaign = [...new URLSearchParams(location.search)].filter(([name, value]) => CAMPAIGN.test(name) && value !== '');
  return {
    ...(page && { sourcePage: page }),
    ...(from && { sourceReferrer: from }),
    ...Object.fromEntries(campaign.map(([name, value]) => [name, value.slice(0, LONGEST)])),
  };
}
