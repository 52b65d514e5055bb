import { ago } from './times.ts'

/**
 * The page's script: the running clock, the reader's own time as titles, and searching, sorting and opening without loading
 * the whole page again. Without it every link and the search go to the server, which answers with the same.
 */
export const script = `
const ago = ${ago.toString()};
const skew = Number(document.documentElement.dataset.now) - Date.now() / 1000;
const own = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

function tick() {
  for (const time of document.querySelectorAll('time[data-ago]')) {
    const text = ago(Date.now() / 1000 + skew - Date.parse(time.dateTime) / 1000);
    if (time.textContent !== text) time.textContent = text;
  }
}

function addTitles() {
  for (const time of document.querySelectorAll('time:not([title])')) {
    const title = own.format(new Date(time.dateTime));
    time.title = time.dataset.ago === undefined ? title : time.dateTime.slice(0, 19).replace('T', ' ') + ' UTC, ' + title;
  }
}

let latest = 0;
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
  const next = new DOMParser().parseFromString(text, 'text/html');
  const focused = document.activeElement?.id;
  const announced = next.getElementById('count')?.textContent;
  const status = document.getElementById('count');
  for (const id of ['overview', 'kept', 'results']) {
    document.getElementById(id).replaceWith(document.adoptNode(next.getElementById(id)));
  }
  // A live region is read out only if it was there before its text changed.
  document.getElementById('count').replaceWith(status);
  if (status.textContent !== announced) status.textContent = announced;
  document.title = next.title;
  if (isNew) history.pushState(null, '', url);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  addTitles();
  tick();
}

const form = document.querySelector('form');
const search = document.getElementById('q');
function searchNow() {
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ''));
  show('?' + query, true);
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
  const link = event.target.closest?.('a[data-live]');
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
addTitles();
setInterval(tick, 1000);
`
