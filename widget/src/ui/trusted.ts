interface Rules {
  createHTML(markup: string): string;
  createScriptURL(address: string): string;
}
interface TrustedTypes {
  createPolicy(name: string, rules: Rules): Rules;
}
type View = (Window & { trustedTypes?: TrustedTypes }) | null;

/** A browser lets a name be taken once. */
let policy: Rules | undefined;

function policyOf(view: View): Rules | undefined {
  if (!view?.trustedTypes) return undefined;
  const same = (text: string): string => text;
  return (policy ??= view.trustedTypes.createPolicy('ringback', { createHTML: same, createScriptURL: same }));
}

/** The one policy of the widget: markup for a document where nothing runs or loads. */
export const trustedMarkup = (markup: string, view: View): string => policyOf(view)?.createHTML(markup) ?? markup;

/** The address of a script that the site's own server or configuration has named. */
export const trustedScript = (address: string, view: View): string => policyOf(view)?.createScriptURL(address) ?? address;
