import { refreshScript } from './script-refresh.ts'
import { rowsScript } from './script-rows.ts'
import { ago } from './times.ts'

const beginning = `
const ago = ${ago.toString()};
// The page may have been made up to 40 seconds ago. Only a clock that is wrong by more than that is corrected.
const ahead = Number(document.documentElement.dataset.now) - Date.now() / 1000;
const skew = Math.abs(ahead) < 60 ? 0 : ahead;
const own = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });
const form = document.querySelector('form');
const search = document.getElementById('q');

function tick() {
  for (const time of document.querySelectorAll('time[data-ago]')) {
    const text = ago(Date.now() / 1000 + skew - Date.parse(time.dateTime) / 1000);
    if (time.textContent !== text) time.textContent = text;
  }
}

function addTitles() {
  for (const time of document.querySelectorAll('time[datetime]:not([title])')) {
    const title = own.format(new Date(time.dateTime));
    time.title = time.dataset.ago === undefined ? title : time.dateTime.slice(0, 19).replace('T', ' ') + ' UTC, ' + title;
  }
}

let latest = 0;
let version = document.documentElement.dataset.version;

// Replaces this page by another one. Focus, scroll position and typed text stay.
function put(text) {
  const next = new DOMParser().parseFromString(text, 'text/html');
  const focused = document.activeElement?.id;
  const announced = next.getElementById('count')?.textContent;
  const status = document.getElementById('count');
  for (const id of ['overview', 'kept', 'results', 'daemon']) {
    document.getElementById(id).replaceWith(document.adoptNode(next.getElementById(id)));
  }
  // A live region is read out only if it was there before its text changed.
  document.getElementById('count').replaceWith(status);
  if (status.textContent !== announced) status.textContent = announced;
  document.title = next.title;
  version = next.documentElement.dataset.version;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  dress();
}

// Narrow screens lay out rows as cards, and some browsers take such a table for none.
const roles = { table: 'table', 'thead, tbody': 'rowgroup', tr: 'row', td: 'cell', '[scope=col]': 'columnheader', '[scope=row]': 'rowheader' };
function addRoles() {
  for (const [selector, role] of Object.entries(roles)) {
    for (const element of document.querySelectorAll(selector)) element.setAttribute('role', role);
  }
}

function dress() {
  addRoles();
  addTitles();
  tick();
  showCopyButtons();
}

async function show(url, isNew) {
  const mine = ++latest;
  let text;
  try {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error();
    text = await answer.text();
  } catch {
    if (mine === latest) location.assign(url);
    return;
  }
  if (mine !== latest) return;
  // The address is unchanged if the reader presses Enter after typing.
  const isElsewhere = new URL(url, location.href).href !== location.href.split('#')[0];
  if (isNew && isElsewhere) history.pushState(null, '', url);
  put(text);
  found();
}

function searchNow() {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''));
  return show('?' + query, true);
}
let typing;
search.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(searchNow, 200);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  clearTimeout(typing);
  searchNow();
});
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[data-live], a.opener');
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (link.dataset.clears) search.value = '';
  show(link.href.split('#')[0], true).then(() => {
    if (link.dataset.live === 'top') document.getElementById('results').scrollIntoView();
  });
});
addEventListener('popstate', () => {
  search.value = new URLSearchParams(location.search).get('q') ?? '';
  show(location.href, false);
});
`

/**
 * The page's script: the running clock, the reader's own time as titles, refreshing, and searching, sorting and opening without
 * loading the whole page again. Without it every link and the search go to the server, which answers with the same.
 */
export const script = `${beginning}${rowsScript}${refreshScript}
dress();
setInterval(tick, 1000);
`
