export interface Label {
  readonly text: string;
  /** Visible characters. */
  readonly width: number;
}

/** Sorted down the columns, each as wide as it needs (GNU) or all alike (busybox). */
export function columnsDown(labels: readonly Label[], width: number, snug: boolean): string {
  if (labels.length === 0) return '';
  const layout = snug ? snugLayout(labels, width) : evenLayout(labels, width);
  let out = '';
  for (let row = 0; row < layout.rows; row++) {
    for (let at = row, column = 0; at < labels.length; at += layout.rows, column++) {
      const { text, width: own } = labels[at]!;
      const last = at + layout.rows >= labels.length;
      out += last ? text : text + ' '.repeat(Math.max(0, layout.widths[column]! - own));
    }
    out += '\n';
  }
  return out;
}

/** A column of GNU ls is never narrower. */
const NARROWEST = 3;

/** GNU's choice: the most columns that leave the screen's last column free, judged anew only where one grows. */
function snugLayout(labels: readonly Label[], width: number): { rows: number; widths: number[] } {
  const most = Math.min(Math.ceil(width / NARROWEST), labels.length);
  for (let columns = most; columns > 1; columns--) {
    const rows = Math.ceil(labels.length / columns);
    const widths = new Array<number>(columns).fill(NARROWEST);
    let line = columns * NARROWEST;
    let fits = true;
    labels.forEach((label, at) => {
      const column = Math.floor(at / rows);
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

function evenLayout(labels: readonly Label[], width: number): { rows: number; widths: number[] } {
  const each = Math.max(...labels.map((label) => label.width)) + 2;
  const columns = Math.max(1, Math.floor(width / each));
  const rows = Math.ceil(labels.length / columns);
  return { rows, widths: new Array(Math.ceil(labels.length / rows)).fill(each) };
}

/** Sorted along the rows. */
export function columnsAcross(labels: readonly Label[], width: number): string {
  if (labels.length === 0) return '';
  const each = Math.max(...labels.map((label) => label.width)) + 2;
  const columns = Math.max(1, Math.floor(width / each));
  let out = '';
  labels.forEach(({ text, width: own }, index) => {
    const last = index % columns === columns - 1 || index === labels.length - 1;
    out += last ? `${text}\n` : text + ' '.repeat(each - own);
  });
  return out;
}
