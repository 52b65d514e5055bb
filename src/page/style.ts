import { tableStyle } from './style-table.ts'

/** Colours, texts and links of every document. */
export const baseStyle = `
:root{color-scheme:light dark;--page:#f7f7f5;--card:#fff;--ink:#1b2125;--soft:#56616a;--line:#dfe2e4;--link:#0b57a4;--track:#e6e8ea;
--expired:#9b111e;--expired-in:#fff;--expired-wash:#9b111e;--critical:#a4200f;--critical-wash:#fdebe8;--warning:#7d4a00;--warning-wash:#fdf1d8;
--mismatch:#6b2a8c;--mismatch-wash:#f6ecfb;--quiet:#33516f;--quiet-wash:#e9f0f7;--unknown:#474f55;--unknown-wash:#eceeef;--ok:#1c6639;--ok-wash:#e6f4ea;
--bar-expired:#c62a38;--bar-critical:#d1432f;--bar-warning:#d08a18;--bar-ok:#4d9a6a}
@media(prefers-color-scheme:dark){:root{--page:#14181b;--card:#1b2024;--ink:#e3e7ea;--soft:#9fabb4;--line:#323a40;--link:#86bdf5;--track:#2c343a;
--expired:#ffd9d6;--expired-in:#fff;--expired-wash:#a32632;--critical:#ff9d90;--critical-wash:#43201c;--warning:#f3c067;--warning-wash:#3b2d12;
--mismatch:#dcaaf3;--mismatch-wash:#3a2447;--quiet:#a5c6e6;--quiet-wash:#20303f;--unknown:#c3cbd1;--unknown-wash:#2b3136;--ok:#8fd3a8;--ok-wash:#1a3324;
--bar-expired:#e0525f;--bar-critical:#e06a58;--bar-warning:#d9a03f;--bar-ok:#579b71}}
*{box-sizing:border-box}
html{scroll-padding-top:3.5rem;scrollbar-gutter:stable}
body{margin:0;background:var(--page);color:var(--ink);font:13px/1.35 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
header,main,footer{max-width:112rem;margin:0 auto;padding:0 1.25rem}
header{display:flex;flex-wrap:wrap;gap:.3rem 2rem;align-items:center;justify-content:space-between;padding-top:.4rem}
h1{font-size:1.15rem;font-weight:600;margin:0;letter-spacing:-.01em}
h2{font-size:1rem;font-weight:600;margin:2rem 0 .6rem}
h3{font-size:.9rem;font-weight:600;margin:1.2rem 0 .3rem}
p{margin:.35rem 0}
a{color:var(--link);text-underline-offset:2px}
a:focus-visible,input:focus-visible,button:focus-visible,pre:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
code,pre{font:.9em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
form{display:flex;gap:.4rem;flex:0 1 28rem}
input[type=search]{flex:1;min-width:0;font:inherit;color:inherit;background:var(--card);border:1px solid var(--soft);border-radius:6px;padding:.25rem .6rem}
input::placeholder{color:var(--soft);opacity:1}
button{font:inherit;color:inherit;background:var(--card);border:1px solid var(--soft);border-radius:6px;padding:.25rem .8rem;cursor:pointer}
.hidden,.skip:not(:focus){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.none{color:var(--soft)}
.fresh{color:var(--soft);margin:.1rem 0 .25rem}
.fresh time,.fresh strong{color:var(--ink);font-weight:600}
#lost{position:sticky;top:0;z-index:1;margin:0 auto;max-width:112rem;padding:.5rem 1.25rem;background:var(--expired-wash);color:var(--expired-in);font-weight:600}#lost[hidden]{display:none}
main.old{opacity:.55}
.banner{border:1px solid var(--line);border-left:4px solid var(--unknown);background:var(--card);border-radius:6px;padding:.3rem .9rem;margin:.3rem 0}
.banner.bad{border-left-color:var(--bar-critical);background:var(--critical-wash)}
.banner.warn{border-left-color:var(--bar-warning);background:var(--warning-wash)}
.top{display:flex;gap:.4rem 2rem;align-items:flex-end;justify-content:space-between}
.totals{flex:1 1 0}.year{flex:none}
.totals ul,.year ol{display:flex;flex-wrap:wrap;gap:.25rem;list-style:none;margin:0;padding:0}
.totals a{display:block;padding:.05rem .5rem;border:1px solid var(--line);border-radius:8px;background:var(--card);color:inherit;text-decoration:none}
.totals a:hover,.year a:hover .month{text-decoration:underline}
.totals b{font-size:1.1rem;font-weight:600}
.totals b .least{font-size:.78rem;font-weight:400}
.totals span{color:var(--soft);font-size:.86rem}
.totals a[aria-current]{border-color:var(--ink);box-shadow:inset 0 0 0 1px var(--ink)}
.totals .zero b{color:var(--soft);font-weight:400}
.totals .v-critical b{color:var(--critical)}
.totals .v-warning b{color:var(--warning)}
.totals .v-info b{color:var(--quiet)}
.totals .v-ok b{color:var(--ok)}
.year ol{gap:2px;flex-wrap:nowrap}
.year li{width:2.1rem;text-align:center;font-size:.75rem;line-height:1.2;color:var(--soft)}
.year a{display:block;color:inherit;text-decoration:none}
.year a[aria-current] .month{color:var(--ink);font-weight:600;text-decoration:underline}
.year .count{display:block;color:var(--ink);white-space:pre}
.year svg{display:block;width:100%;height:24px;border-bottom:1px solid var(--soft)}
.year .critical{fill:var(--bar-critical)}.year .warning{fill:var(--bar-warning)}.year .other{fill:var(--bar-ok)}
.month{display:block;white-space:nowrap}
dl{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(21rem,100%),1fr));gap:.5rem 2rem;margin:.5rem 0}
dt{color:var(--soft);font-size:.86rem}
dd{margin:0}
dd ul{list-style:none;margin:0;padding:0}
footer{color:var(--soft);padding-top:1.5rem;padding-bottom:2rem}
`

const paper = `
@page{size:landscape;margin:1cm}
@media print{:root{--page:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb}
html,body{font-size:11px}th,td{padding:.25rem .4rem}.list .c-left{min-width:8.5rem}form,.pager,.skip,.arrow,.filter{display:none}header,main,footer{max-width:none;padding-left:0;padding-right:0}.totals a{padding:.2rem .5rem}
a{color:inherit;text-decoration:none}tr{break-inside:avoid}thead{display:table-header-group}pre{white-space:pre-wrap}
*{print-color-adjust:exact}}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media screen and (max-width:66rem){.top{flex-direction:column;align-items:stretch}.totals{flex:none}.year li{flex:1 1 0;width:auto;min-width:0}}
@media screen and (max-width:40rem){header,main,footer{padding-left:.75rem;padding-right:.75rem}h1{font-size:1.05rem}.totals .zero{display:none}.totals a{padding:.05rem .4rem}}
`

/** The page's style sheet. Nothing uses a `style` attribute, because the Content-Security-Policy allows none. */
export const style = baseStyle + tableStyle + paper
