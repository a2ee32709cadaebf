export interface Label {
  readonly text: string;
  /** Visible characters. */
  readonly width: number;
}

/** Sorted down the columns, each as wide as it needs (GNU) or all alike (busybox). */
export function columnsDown(labels: readonly Label[], width: number, snug: boolean): string {
  if (labels.length === 0) return '';
  const layout = snug ? snugLayout(labels, width, false) : evenLayout(labels, width);
  let out = '';
  for (let row = 0; row < layout.rows; row++) {
    let start = 0;
    for (let at = row, column = 0; at < labels.length; at += layout.rows, column++) {
      const { text, width: own } = labels[at]!;
      out += text;
      if (at + layout.rows >= labels.length) break;
      const next = start + layout.widths[column]!;
      out += gap(start + own, next, snug);
      start = next;
    }
    out += '\n';
  }
  return out;
}

/** GNU goes to the next column with tabs where one takes it over more than a blank. */
function gap(from: number, to: number, tabs: boolean): string {
  let out = '';
  for (let at = from; at < to; ) {
    const tab = tabs && Math.floor(to / 8) > Math.floor((at + 1) / 8);
    out += tab ? '\t' : ' ';
    at += tab ? 8 - (at % 8) : 1;
  }
  return out;
}

/** A column of GNU ls is never narrower. */
const NARROWEST = 3;

/** GNU's choice: the most columns that leave the screen's last column free, judged anew only where one grows. */
function snugLayout(labels: readonly Label[], width: number, across: boolean): { rows: number; widths: number[] } {
  const most = Math.min(Math.ceil(width / NARROWEST), labels.length);
  for (let columns = most; columns > 1; columns--) {
    const rows = Math.ceil(labels.length / columns);
    const widths = new Array<number>(columns).fill(NARROWEST);
    let line = columns * NARROWEST;
    let fits = true;
    labels.forEach((label, at) => {
      const column = across ? at % columns : Math.floor(at / rows);
      const needed = label.width + (column === columns - 1 ? 0 : 2);
      if (needed <= widths[column]!) return;
      line += needed - widths[column]!;
      widths[column] = needed;
      fits = line < width;
    });
    if (fits) return { rows, widths };
  }
  return { rows: labels.length, widths: [0] };
}

function evenLayout(labels: readonly Label[], width: number, across = false): { rows: number; widths: number[] } {
  const each = Math.max(...labels.map((label) => label.width)) + 2;
  const columns = Math.max(1, Math.floor(width / each));
  const rows = Math.ceil(labels.length / columns);
  // down the columns the last may be left without any
  const used = across ? columns : Math.ceil(labels.length / rows);
  return { rows, widths: new Array(used).fill(each) };
}

/** Sorted along the rows. */
export function columnsAcross(labels: readonly Label[], width: number, snug: boolean): string {
  if (labels.length === 0) return '';
  const { widths } = snug ? snugLayout(labels, width, true) : evenLayout(labels, width, true);
  const columns = widths.length;
  let out = '';
  let start = 0;
  labels.forEach(({ text, width: own }, index) => {
    const column = index % columns;
    if (column === columns - 1 || index === labels.length - 1) {
      out += `${text}\n`;
      start = 0;
      return;
    }
    const next = start + widths[column]!;
    out += text + gap(start + own, next, snug);
    start = next;
  });
  return out;
}
