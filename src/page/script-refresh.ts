/** The page loads itself again while it is visible. The answer for an unchanged page is empty. */
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

async function refresh() {
  const mine = latest;
  try {
    const answer = await fetch(location.href.split('#')[0], { headers: { 'if-none-match': '"' + version + '"' } });
    if (answer.status !== 304 && !answer.ok) throw new Error();
    const text = answer.status === 304 ? undefined : await answer.text();
    if (mine !== latest) return;
    found();
    // A replacement would take away a selection that the reader is about to copy.
    if (text !== undefined && getSelection().isCollapsed) put(text);
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
