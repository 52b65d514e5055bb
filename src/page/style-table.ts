/** The tables of the page, and how they fold into cards where there is no room for them. */
export const tableStyle = `
#results{margin-top:1.4rem}
.count{display:flex;flex-wrap:wrap;gap:.3rem .8rem;align-items:center;margin:0 0 .4rem}
#count{color:var(--soft)}
.filter{border:1px solid var(--line);background:var(--card);border-radius:99px;padding:.05rem .65rem;text-decoration:none;color:var(--ink)}
.nothing{padding:1.2rem;background:var(--card);border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;width:100%;background:var(--card);border:1px solid var(--line);border-radius:8px}
caption{text-align:left;padding:.2rem 0;color:var(--soft)}
th,td{text-align:left;vertical-align:top;padding:.42rem .6rem;border-top:1px solid var(--line);font-weight:400}
thead th{border-top:0;color:var(--soft);font-size:.86rem;white-space:nowrap;padding-top:.45rem;padding-bottom:.45rem}
thead a{color:inherit;text-decoration:none}thead a:hover{text-decoration:underline}
th[aria-sort] a{color:var(--ink);font-weight:600}
.arrow{font-size:.7em;margin-left:.35em}
th:not([aria-sort]) .arrow{opacity:.45}
.list>tbody>tr>:first-child{border-left:4px solid transparent;white-space:nowrap}
.list .v-critical>:first-child{border-left-color:var(--bar-critical)!important}
.list .v-expired>:first-child{border-left-color:var(--bar-expired)!important}
.list .v-warning>:first-child{border-left-color:var(--bar-warning)!important}
.list .v-info>:first-child{border-left-color:var(--quiet)!important}
.list .v-unknown>:first-child{border-left-color:var(--blind)!important}
.badge{display:inline-block;border-radius:4px;padding:.02rem .45rem;font-weight:600;font-size:.86rem;background:var(--ok-wash);color:var(--ok)}
.v-critical .badge{background:var(--critical-wash);color:var(--critical)}
.v-expired .badge{background:var(--expired-wash);color:var(--expired-in)}
.v-warning .badge{background:var(--warning-wash);color:var(--warning)}
.v-info .badge{background:var(--quiet-wash);color:var(--quiet)}
.v-unknown .badge{background:var(--blind-wash);color:var(--blind)}
tr .badge.drill{background:none;color:var(--ink);border:1px dashed var(--soft)}
.left-word{font-weight:600}
td time{white-space:nowrap}
[data-label=Left]{min-width:10.6rem}
[data-label=Left] time{color:var(--soft)}
.bar{display:block;width:100%;height:5px;margin-top:.3rem;border-radius:3px;overflow:hidden}
.bar .whole{fill:var(--track)}.bar .left{fill:var(--bar-ok)}.bar .notch{fill:var(--ink);opacity:.5}
.v-critical .bar .left{fill:var(--bar-critical)}.v-expired .bar .left{fill:var(--bar-expired)}.v-warning .bar .left{fill:var(--bar-warning)}
.opener{font-weight:600}
.host{display:block}
[data-label=Status]{overflow-wrap:normal}[data-label="In use"],[data-label="Last seen"]{white-space:nowrap}
[data-label=Certificate]{min-width:9.5rem}[data-label=Zone]{min-width:8rem}[data-label=Hostnames]{min-width:10rem}[data-label=What]{min-width:13rem}[data-label=Runbook]{min-width:16.5rem}
[data-label="What to do"]{min-width:13rem;max-width:26rem}
[data-label="What to do"] strong{display:block}
.remark{display:block;color:var(--soft);font-size:.93em}
tr.unused>*{color:var(--soft)}
.open>*{background:color-mix(in srgb,var(--link) 7%,transparent)}
.detail>td{padding:0 0 0 4px!important;white-space:normal!important;border-top:0}
.panel{padding:.4rem 1.2rem 1.2rem;background:color-mix(in srgb,var(--link) 4%,transparent)}
.panel h2{margin-top:.6rem}
.compare{margin:1rem 0;border-radius:6px}
.compare th,.compare td{padding:.35rem .7rem}
.compare tbody th{color:var(--soft);white-space:nowrap}
.compare .differs td,.compare .differs th{background:var(--critical-wash)}
.compare .differs td:last-child{color:var(--critical);font-weight:600}
.compare td:last-child{white-space:nowrap}
.compare code+code{display:block}
.panel pre{background:var(--card);border:1px solid var(--line);border-radius:6px;padding:.55rem .8rem;margin:.2rem 0 .6rem;white-space:pre-wrap}
.pager{display:flex;flex-wrap:wrap;gap:.3rem 1rem;margin:.8rem 0}
#readings tbody th{font-weight:600}
@media screen and (max-width:74rem){${folded('.list')}
.list>tbody{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(21rem,100%),1fr));gap:.6rem}
.list>tbody>tr{margin:0;border-left-width:4px}
.list>tbody>tr>:first-child{border-left:0!important}
.list>tbody>.detail{grid-column:1/-1}.list>tbody>.detail>td{padding:0!important}
.list .v-critical{border-left-color:var(--bar-critical)}.list .v-expired{border-left-color:var(--bar-expired)}
.list .v-warning{border-left-color:var(--bar-warning)}.list .v-info{border-left-color:var(--quiet)}.list .v-unknown{border-left-color:var(--blind)}
.open>*{background:none}.open,.list>tbody>.detail{border-color:var(--link)}
}
@media screen and (max-width:62rem){${folded('#readings table')}}
@media screen and (max-width:48rem){${folded('.compare')}.panel{padding:.2rem .8rem .8rem}}
`

/** Each row a card, each cell a line that begins with its heading; of the headings those stay that sort. */
function folded(table: string): string {
  return `
${table},${table}>*,${table}>*>tr,${table}>tbody>tr>*{display:block}
${table}{border:0;background:none}
${table}>thead>tr>*{display:inline-block;border:0;padding:.1rem .9rem .1rem 0}
${table}>thead>tr>:not(:has(a)){position:absolute;width:1px;height:1px;padding:0;overflow:hidden;clip-path:inset(50%)}
${table}>tbody>tr{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.35rem 0;margin:.5rem 0}
${table}>tbody>tr>*{position:relative;border:0;padding:.16rem .8rem;min-width:0;max-width:none;white-space:normal}
${table}>tbody>tr>[data-label]{padding-left:7.2rem;min-height:1.8em}
${table}>tbody>tr>[data-label]::before{content:attr(data-label);position:absolute;left:.8rem;color:var(--soft);font-weight:400;font-size:.86rem}
`
}
