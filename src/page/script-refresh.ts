/** The page loads itself again while it is visible. The answer for an unchanged page is empty, and short if only moments have changed. */
export const refreshScript = `
const notice = document.getElementById('lost');
let seen = Date.now();

function found() {
  seen = Date.now();
  notice.hidden = true;
  document.querySelector('main').classList.remove('old');
}

function lost() {
  if (!notice.hidden) return;
  const clock = new Date(seen).toLocaleTimeString();
  notice.textContent = 'The daemon does not answer. What stands below is from ' + clock + '.';
  notice.hidden = false;
  document.querySelector('main').classList.add('old');
}

// The page is the same but for moments and texts that change with every cycle or day.
function move(next) {
  const elements = document.querySelectorAll('main time[data-ago], main [data-moving]');
  if (elements.length !== next.moving.length) {
    // It should not happen. The next answer is then the whole page.
    version = '';
    return;
  }
  next.moving.forEach((text, i) => {
    if (elements[i].dataset.ago === undefined) elements[i].textContent = text;
    else if (elements[i].dateTime !== text) {
      elements[i].dateTime = text;
      elements[i].removeAttribute('title');
    }
  });
  version = next.version;
  dress();
}

async function refresh() {
  const mine = latest;
  try {
    const headers = { 'if-none-match': '"' + version + '"', accept: 'application/json, text/html;q=0.9' };
    const answer = await fetch(location.href.split('#')[0], { headers });
    if (answer.status !== 304 && !answer.ok) throw new Error();
    const text = answer.status === 304 ? undefined : await answer.text();
    if (mine !== latest) return;
    found();
    // A replacement would take away a selection that the reader is about to copy.
    if (text === undefined || !getSelection().isCollapsed) return;
    if (answer.headers.get('content-type').startsWith('application/json')) move(JSON.parse(text));
    else put(text);
  } catch {
    if (mine === latest) lost();
  }
}

setInterval(() => {
  if (!document.hidden) refresh();
}, 30000);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) refresh();
});
`
