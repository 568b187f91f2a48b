/** Style of the pages that the backend draws itself. */
export const PAGE_STYLE = `:root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--line:#dfe4ea;--paper:#fff;--panel:#f5f7f9;--accent:#0b6bcb}
@media (prefers-color-scheme:dark){:root{--ink:#e7ebf0;--soft:#9aa6b4;--line:#2d3642;--paper:#12161c;--panel:#1a2029;--accent:#6fb1f5}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
main{max-width:60rem;margin:0 auto;padding:2.5rem 1.25rem 5rem}
.notice{max-width:36rem;padding-top:18vh}
h1{font-size:2rem;line-height:1.2;margin:0 0 .5rem}
h2{font-size:1.35rem;margin:2.75rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:.8rem;letter-spacing:.06em;text-transform:uppercase;color:var(--soft);margin:1.25rem 0 .4rem}
h3 code{text-transform:none;letter-spacing:0;font-weight:400}
h3+p{margin:0}
a{color:var(--accent)}
code,pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{margin:0;padding:.75rem 1rem;overflow:auto;background:var(--panel);border-radius:8px}
p code,td code,li code{padding:.1em .35em;background:var(--panel);border-radius:4px}
details{margin:.5rem 0;border:1px solid var(--line);border-radius:10px}
summary{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline;padding:.7rem 1rem;cursor:pointer}
summary:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:10px}
details>div{padding:0 1rem 1rem;border-top:1px solid var(--line)}
.method{flex:none;min-width:4.2rem;font-weight:700;font-size:.8rem;letter-spacing:.04em;color:var(--accent)}
.patd:first-child{width:30%}
th{font-weight:600;overflow-wrap:anywhere}
.what{color:var(--soft);flex:1 1 14rem}
.scroll{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .6rem .4rem 0;border-bottom:1px solid var(--line)}
td:first-child{width:30%}
th{font-weight:600;color:var(--soft)}
`;
