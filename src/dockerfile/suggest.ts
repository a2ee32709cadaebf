/** The nearest option less than three edits away, as BuildKit's util/suggest finds it for its `(did you mean …?)`. */
export function suggestion(value: string, options: Iterable<string>, caseSensitive: boolean): string | undefined {
  const wanted = caseSensitive ? value : value.toLowerCase();
  let best: string | undefined;
  let bestDistance = 3;
  for (const option of options) {
    const candidate = caseSensitive ? option : option.toLowerCase();
    if (candidate === wanted) return undefined;
    const distance = editDistance(wanted, candidate);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = caseSensitive ? option : matchCase(candidate, value);
    }
  }
  return best;
}

/** `message (did you mean x?)` when there is something near. */
export function withSuggestion(
  message: string,
  value: string,
  options: Iterable<string>,
  caseSensitive: boolean,
): string {
  const near = suggestion(value, options, caseSensitive);
  return near ? `${message} (did you mean ${near}?)` : message;
}

function matchCase(text: string, like: string): string {
  if (like === like.toLowerCase()) return text.toLowerCase();
  if (like === like.toUpperCase()) return text.toUpperCase();
  return text;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitution, previous[j]! + 1, row[j - 1]! + 1));
    }
    previous = row;
  }
  return previous[b.length]!;
}
