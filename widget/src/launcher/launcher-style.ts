/**
 * Style of the button. All of it lies inside: what a page does to every element reaches the outermost one. The page may set the panel's
 * `--rb-accent`, `--rb-on-accent`, `--rb-font` and `--rb-offset-block` (height above the lower edge). A failure is told no wider than the
 * usual button, so that it stays in place. The border is seen only where the system forces its own colours. Nothing moves.
 */
export const launcherStyle = `\
div{all:initial;position:fixed;bottom:var(--rb-offset-block,20px);inset-inline-end:20px;z-index:2147483000;font:600 15.5px var(--rb-font,Inter,system-ui);color-scheme:light dark}\
.light{color-scheme:light}\
.dark{color-scheme:dark}\
.left{inset-inline:20px auto}\
button{--a:var(--rb-accent,light-dark(#3b4cf0,#8b97ff));display:flex;align-items:center;gap:10px;height:52px;padding:0 18px;border:1px solid #0000;border-radius:26px;background:var(--a);color:var(--rb-on-accent,light-dark(#fff,#0b0e1f));font:inherit;cursor:pointer;box-shadow:0 10px 20px -8px var(--a)}\
:focus-visible{outline:3px solid var(--a);outline-offset:3px}\
svg{width:20px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}\
p{width:9em;padding:10px;border-radius:26px;background:Canvas;color:CanvasText}`;
