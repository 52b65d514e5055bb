/** Rows that open at a click, keys that move between rows, and copy buttons. */
export const rowsScript = `
document.addEventListener('click', (event) => {
  const row = event.target.closest?.('.list > tbody > tr:not(.detail)');
  if (!row || event.target.closest('a, button') || !getSelection().isCollapsed) return;
  row.querySelector('.opener')?.click();
});

function focusRow(step) {
  const openers = [...document.querySelectorAll('.opener')];
  const next = openers[Math.max(0, openers.indexOf(document.activeElement) + step)];
  next?.focus();
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const isTyping = event.target.closest?.('input');
  const isInList = event.target.closest?.('.opener') || isTyping;
  if (event.key === '/' && !isTyping) search.focus();
  else if (event.key === 'Escape' && isTyping) search.blur();
  else if ((event.key === 'ArrowDown' && isInList) || (event.key === 'j' && !isTyping)) focusRow(1);
  else if ((event.key === 'ArrowUp' && isInList) || (event.key === 'k' && !isTyping)) focusRow(-1);
  else return;
  event.preventDefault();
});

// Browsers allow the clipboard only over TLS or on this host.
function showCopyButtons() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll('.copy')) button.hidden = false;
}

document.addEventListener('click', (event) => {
  const button = event.target.closest?.('.copy');
  if (!button) return;
  navigator.clipboard.writeText(button.previousElementSibling.textContent).then(() => {
    button.textContent = 'Copied';
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 2000);
  });
});
`
