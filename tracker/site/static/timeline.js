/* What the drawn timeline gains with script: a note beside the mark under the pointer or the focus, arrow keys from mark to
   mark, and panning by dragging. Without it every mark is a plain link, and earlier and later are links too. */

for (const picture of document.querySelectorAll('.picture')) {
  const note = document.createElement('p');
  note.className = 'mark-note';
  note.hidden = true;
  // What it says is the name of the mark already, which a screen reader reads.
  note.setAttribute('aria-hidden', 'true');
  picture.append(note);

  const tell = mark => {
    note.textContent = mark.getAttribute('aria-label');
    note.hidden = false;
    const drawn = (mark.querySelector('circle, rect, line') || mark).getBoundingClientRect();
    const whole = picture.getBoundingClientRect();
    const middle = Math.min(Math.max(drawn.left, whole.left), whole.right) + Math.min(drawn.width, whole.width) / 2;
    const left = Math.min(Math.max(middle - whole.left - note.offsetWidth / 2, 0), whole.width - note.offsetWidth);
    note.style.left = `${left}px`;
    note.style.top = `${drawn.top - whole.top - note.offsetHeight - 6}px`;
  };
  const hush = () => { note.hidden = true; };
  const marked = event => event.target.closest && event.target.closest('.lane a');

  picture.addEventListener('pointerover', event => { const mark = marked(event); mark ? tell(mark) : hush(); });
  picture.addEventListener('pointerleave', hush);
  picture.addEventListener('focusin', event => { const mark = marked(event); if (mark && mark.matches(':focus-visible')) tell(mark); });
  picture.addEventListener('focusout', hush);

  // One stop of the Tab key for each lane; within it and from lane to lane the arrows go, in the order of time.
  const place = mark => mark.getBoundingClientRect().left;
  const lanes = [...picture.querySelectorAll('svg.lane')].map(lane => [...lane.querySelectorAll('a')]).filter(lane => lane.length);
  const sorted = lanes.map(lane => lane.map(mark => [place(mark), mark]).sort((a, b) => a[0] - b[0]).map(pair => pair[1]));
  for (const lane of sorted) lane.forEach((mark, n) => mark.setAttribute('tabindex', n ? -1 : 0));
  const go = mark => {
    for (const lane of sorted) if (lane.includes(mark)) for (const other of lane) other.setAttribute('tabindex', other === mark ? 0 : -1);
    mark.focus();
  };
  picture.addEventListener('keydown', event => {
    const mark = marked(event);
    if (!mark || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape') return hush();
    const row = sorted.findIndex(lane => lane.includes(mark));
    const lane = sorted[row], at = lane.indexOf(mark);
    const nearest = other => other && other.reduce((best, one) => Math.abs(place(one) - place(mark)) < Math.abs(place(best) - place(mark)) ? one : best);
    const to = {
      ArrowRight: lane[at + 1], ArrowLeft: lane[at - 1], Home: lane[0], End: lane[lane.length - 1],
      ArrowDown: nearest(sorted[row + 1]), ArrowUp: nearest(sorted[row - 1]),
    }[event.key];
    if (!to) return;
    event.preventDefault();
    go(to);
  });

  // Dragged by a fifth of its width the drawing goes to the period before or after; the address says so as ever.
  const ways = { 1: document.querySelector('.zoom a[rel=prev]'), '-1': document.querySelector('.zoom a[rel=next]') };
  const board = picture.querySelector('.wide-only');
  let from = null, moved = 0;
  const settle = () => { from = null; for (const svg of board.querySelectorAll('svg.lane, svg.axis')) svg.style.transform = ''; };
  if (ways[1] || ways[-1]) {
    board.classList.add('pans');
    board.addEventListener('dragstart', event => event.preventDefault());
    board.addEventListener('pointerdown', event => { if (event.button === 0 && event.pointerType === 'mouse') { from = event.clientX; moved = 0; } });
    window.addEventListener('pointermove', event => {
      if (from === null) return;
      moved = event.clientX - from;
      if (Math.abs(moved) < 6) return;
      hush();
      for (const svg of board.querySelectorAll('svg.lane, svg.axis')) svg.style.transform = `translateX(${moved}px)`;
    });
    window.addEventListener('pointerup', () => {
      if (from === null) return;
      const way = ways[Math.sign(moved)];
      const far = Math.abs(moved) > board.clientWidth / 5;
      settle();
      if (far && way) way.click();
    });
    window.addEventListener('pointercancel', settle);
    // A drag that ends on a mark is no click on it.
    board.addEventListener('click', event => { if (Math.abs(moved) >= 6) { event.preventDefault(); moved = 0; } }, true);
  }
}
