/** Lines aStart to aEnd (exclusive) of one text stand where bStart to bEnd of the other do. */
export interface Change {
  aStart: number;
  aEnd: number;
  bStart: number;
  bEnd: number;
}

/** The shortest edit script between two lists of lines (Myers 1986). */
export function changesBetween(a: readonly string[], b: readonly string[]): Change[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const [n, m] = [a.length - head - tail, b.length - head - tail];
  const frontier = new Map<number, number>([[1, 0]]);
  const history: Map<number, number>[] = [];
  search: for (let d = 0; d <= n + m; d++) {
    history.push(new Map(frontier));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (frontier.get(k - 1) ?? -1) < (frontier.get(k + 1) ?? -1));
      let x = down ? (frontier.get(k + 1) ?? 0) : (frontier.get(k - 1) ?? 0) + 1;
      while (x < n && x - k < m && a[head + x] === b[head + x - k]) x++;
      frontier.set(k, x);
      if (x >= n && x - k >= m) break search;
    }
  }
  const changes: Change[] = [];
  let [x, y] = [n, m];
  for (let d = history.length - 1; d > 0; d--) {
    const before = history[d]!;
    const k = x - y;
    const down = k === -d || (k !== d && (before.get(k - 1) ?? -1) < (before.get(k + 1) ?? -1));
    const from = down ? k + 1 : k - 1;
    const px = before.get(from) ?? 0;
    const py = px - from;
    const [ax, by] = [head + px, head + py];
    const edit = down
      ? { aStart: ax, aEnd: ax, bStart: by, bEnd: by + 1 }
      : { aStart: ax, aEnd: ax + 1, bStart: by, bEnd: by };
    const later = changes[0];
    if (later && later.aStart === edit.aEnd && later.bStart === edit.bEnd) {
      later.aStart = edit.aStart;
      later.bStart = edit.bStart;
    } else changes.unshift(edit);
    [x, y] = [px, py];
  }
  return changes;
}
