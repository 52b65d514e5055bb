/** Each row is a card of three lines: name and remaining time; state, zone and last seen; advice. Only headings that sort are kept. */
const cards = `
.list,.list>thead,.list>tbody,.list>thead>tr{display:block}
.list{border:0;background:none}
.list>thead>tr>*{display:inline-block;border:0;padding:.1rem .7rem .1rem 0;width:auto}
.list>thead>tr>:not(:has(a)){position:absolute;width:1px;height:1px;padding:0;overflow:hidden;clip-path:inset(50%)}
.list>tbody>tr{display:grid;grid-template-columns:auto minmax(0,1fr) auto;gap:0 .5rem;background:var(--card);border:1px solid var(--line);border-left:4px solid var(--line);border-radius:6px;padding:.2rem .6rem;margin:.3rem 0}
.list>tbody>tr:not(.detail)>*{border:0!important;box-shadow:none;padding:0;width:auto;line-height:1.4}.list .opener{line-height:24px}
.list .c-what{grid-area:1/1/2/3}.list .c-left{grid-area:1/3;text-align:right}
.list .c-state{grid-area:2/1}.list .c-zone{grid-area:2/2}.list td.c-seen{display:block;grid-area:2/3;text-align:right}
.list .c-use{grid-area:3/1/4/4}.list td.c-use::before{content:"In use: "}.list .c-use:has(>.none:only-child){display:none}
.list .c-zone,.list .c-use,.list .c-seen{color:var(--soft)}
.list .c-todo{grid-area:4/1/5/4}.list .c-todo:empty{display:none}
.list>tbody>tr:not(.detail)>.c-past{display:block;grid-area:5/1/6/4;line-height:0;padding-top:.15rem}.list>tbody>tr:not(.detail)>.c-left{line-height:24px}.list .past{height:3px}.list .c-past:empty{display:none}
.list .bar{display:none}.list .fold>td{grid-column:1/4}
.list .v-critical{border-left-color:var(--bar-critical)}.list .v-expired{border-left-color:var(--bar-expired)}
.list .v-warning{border-left-color:var(--bar-warning)}.list .v-info{border-left-color:var(--quiet)}.list .v-unknown{border-left-color:var(--unknown)}
.list>tbody>tr>*,.list>tbody>tr:not(.detail):hover>*{background:none}.list .open,.list .detail{border-color:var(--link)}
.list>tbody>.detail{display:block;padding:0}.list>tbody>.detail>td{display:block;padding:0!important}
`

/** The tables of the page. On narrow screens each row of the list is a card of three lines. */
export const tableStyle = `
#results{margin-top:.3rem}
.count{display:flex;flex-wrap:wrap;gap:0 .8rem;align-items:center;margin:0 0 .1rem}
#count{color:var(--soft)}
.groups a{color:var(--soft);display:inline-block;line-height:24px;margin-right:.7rem}.groups a[aria-current]{color:var(--ink);font-weight:600}
.filter{border:1px solid var(--line);background:var(--card);border-radius:99px;padding:0 .65rem;line-height:22px;text-decoration:none;color:var(--ink)}
.nothing{padding:1.2rem;background:var(--card);border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;width:100%;background:var(--card);border:1px solid var(--line);border-radius:8px}
caption{text-align:left;padding:.2rem 0;color:var(--soft)}
th,td{text-align:left;vertical-align:top;padding:.13rem .5rem;border-top:1px solid var(--line);font-weight:400}
thead th{border-top:0;color:var(--soft);font-size:.92em;white-space:nowrap}
.list>*>tr:not(.detail)>*{border-top:0;padding-top:0;padding-bottom:0;line-height:24px;box-shadow:inset 0 1px var(--line)}
.list>thead>tr>*{box-shadow:none!important}
thead a{display:inline-block;min-width:24px;color:inherit;text-decoration:none}thead a:hover{text-decoration:underline}
th[aria-sort] a{color:var(--ink);font-weight:600}
.arrow{font-size:.7em;margin-left:.35em}
th:not([aria-sort]) .arrow{opacity:.45}
.list{table-layout:fixed}
.list>tbody>tr>:first-child{border-left:4px solid transparent}
.list .v-critical>:first-child{border-left-color:var(--bar-critical)!important}
.list .v-expired>:first-child{border-left-color:var(--bar-expired)!important}
.list .v-warning>:first-child{border-left-color:var(--bar-warning)!important}
.list .v-info>:first-child{border-left-color:var(--quiet)!important}
.list .v-unknown>:first-child{border-left-color:var(--unknown)!important}
.badge{display:inline-block;border-radius:4px;padding:0 .4rem;font-weight:600;font-size:.92em;line-height:1.3;background:var(--ok-wash);color:var(--ok)}
.v-critical .badge{background:var(--critical-wash);color:var(--critical)}
.v-expired .badge{background:var(--expired-wash);color:var(--expired-in)}
.v-warning .badge{background:var(--warning-wash);color:var(--warning)}
.v-info .badge{background:var(--quiet-wash);color:var(--quiet)}
.v-unknown .badge{background:var(--unknown-wash);color:var(--unknown)}
tr .badge.drill{background:none;color:var(--soft);border:1px dashed var(--soft);font-weight:400}
.list [class^=c-]{position:relative;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.c-left time{color:var(--soft)}
.bar{position:absolute;left:.5rem;bottom:0;width:calc(100% - 1rem);height:2px;background:var(--track)}
.bar rect,.past rect{height:100%}.bar rect{fill:var(--bar-ok)}.bar rect+rect{width:1px;fill:var(--ink);opacity:.5}
.v-critical .bar rect:first-child{fill:var(--bar-critical)}.v-expired .bar rect:first-child{fill:var(--bar-expired)}.v-warning .bar rect:first-child{fill:var(--bar-warning)}
.past{display:inline-block;width:100%;height:.6rem;background:var(--track);border-radius:2px}
.past .ok{fill:var(--bar-ok)}.past .info{fill:var(--quiet)}.past .unknown{fill:var(--unknown)}.past .warning{fill:var(--bar-warning)}.past .critical{fill:var(--bar-critical)}.past .expired{fill:var(--bar-expired)}
.past .mark{width:2px;fill:var(--ink)}
.list>tbody>tr:not(.detail){cursor:pointer}.list>tbody>tr:not(.detail):hover>*{background:color-mix(in srgb,var(--link) 4%,transparent)}
.opener{font-weight:600;display:block;overflow:hidden;text-overflow:ellipsis}
.old{color:var(--warning)}
td.c-todo{color:var(--soft)}.c-todo strong{color:var(--ink)}
.remark{color:var(--soft);font-size:.93em}
tr.unused>*{color:var(--soft)}
.open>*{background:color-mix(in srgb,var(--link) 7%,transparent)}
.detail>td{padding:0 0 0 4px!important;border-top:0}
.panel{padding:.4rem 1.2rem 1.2rem;background:color-mix(in srgb,var(--link) 4%,transparent)}
.panel h2{margin-top:.6rem}
.panel .past{height:1.1rem;max-width:60rem}
.changes{list-style:none;margin:.2rem 0;padding:0;columns:22rem;max-width:60rem}.changes .critical,.changes .expired{color:var(--critical)}.changes .warning{color:var(--warning)}.changes .ok{color:var(--ok)}
.compare{margin:1rem 0;border-radius:6px}
.compare th,.compare td{padding:.35rem .7rem}
.compare tbody th{color:var(--soft);white-space:nowrap}
.compare .differs td,.compare .differs th{background:var(--critical-wash)}
.compare .differs td:last-child{color:var(--critical);font-weight:600}
.compare td:last-child{white-space:nowrap}
.compare code+code{display:block}
.panel pre{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.55rem .8rem;margin:.2rem 0 .6rem;white-space:pre-wrap}
.copy{padding:.1rem .6rem;font-size:.86rem;margin-bottom:.6rem}.copy[hidden]{display:none}
.chain{list-style:none;margin:0;padding:0}.chain li+li{margin-left:1rem}.chain li+li::before{content:"↑ signed by ";color:var(--soft)}.chain .first{color:var(--warning);font-weight:600}
.pager{display:flex;flex-wrap:wrap;gap:.3rem 1rem;margin:.8rem 0}
.c-state{width:8.2rem}.c-left{width:10.6rem}.c-zone{width:8.5%}.c-use{width:10%}.c-past{width:5.5rem}.c-seen{width:7.6rem}.c-todo{width:27%}
@media screen and (max-width:84rem){.c-left{width:6.3rem}.c-left time{display:none}}
@media screen and (max-width:74rem){.list .c-past{display:none}}
@media screen and (max-width:66rem){.c-zone{width:9%}.c-use{width:9%}.c-todo{width:25%}}
@media screen and (min-width:100rem){.c-todo{width:36%}}
@media print{.list>*>tr:not(.detail)>*{white-space:normal;overflow:visible;overflow-wrap:break-word;line-height:1.35}.list .c-past{display:none}.c-state{width:7.2rem}.c-left{width:7.4rem}.c-left b{display:block}.c-zone{width:10%}.c-use{width:13%}.c-seen{width:7.4rem}.c-todo{width:32%}}
@media screen and (max-width:56rem){${cards}}
@media screen and (max-width:48rem){${folded('.compare')}.panel{padding:.2rem .8rem .8rem}}
`

/** Each row is a card, and each cell is a line that begins with its heading. */
function folded(table: string): string {
  return `
${table},${table}>*,${table}>*>tr,${table}>tbody>tr>*{display:block}
${table}{border:0;background:none}
${table}>thead>tr>*{position:absolute;width:1px;height:1px;padding:0;overflow:hidden;clip-path:inset(50%)}
${table}>tbody>tr{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.35rem 0;margin:.5rem 0}
${table}>tbody>tr>*{position:relative;border:0;padding:.16rem .8rem}
${table}>tbody>tr>[data-label]{padding-left:7.2rem;min-height:1.8em}
${table}>tbody>tr>[data-label]::before{content:attr(data-label);position:absolute;left:.8rem;color:var(--soft);font-size:.86rem}
`
}
