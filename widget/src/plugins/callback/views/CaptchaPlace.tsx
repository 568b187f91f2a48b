/**
 * Where a check of humanness shows itself: such a script needs the page's own tree, so what it draws stays there, as a child of the
 * panel's element with `slot="captcha"`, and is shown here. Nothing there takes no room.
 */
export const CaptchaPlace = () => <slot name="captcha" />;
