/** Orders Alpine versions (`1.28.0-r3`): numbers part by part, then letters, then the release. */
export function compareAlpine(a: string, b: string): number {
  const parts = (version: string) => version.split(/[.\-_]/).flatMap((each) => each.match(/\d+|[a-z]+/g) ?? []);
  const [left, right] = [parts(a), parts(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const [x, y] = [left[at] ?? '', right[at] ?? ''];
    if (x === y) continue;
    if (/^\d+$/.test(x) && /^\d+$/.test(y)) {
      if (Number(x) !== Number(y)) return Number(x) - Number(y);
    } else return x < y ? -1 : 1;
  }
  return 0;
}
