/** Go's json.Indent: the text as it came (order, numbers), laid out anew. Empty objects and lists stay short. */
export function indentJson(text: string, prefix: string, indent: string): string {
  let out = '';
  let depth = 0;
  let pending = false;
  const line = () => `\n${prefix}${indent.repeat(depth)}`;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === ' ' || c === '\n' || c === '\t' || c === '\r') continue;
    if (pending && c !== ']' && c !== '}') {
      depth++;
      out += line();
      pending = false;
    }
    switch (c) {
      case '{':
      case '[':
        pending = true;
        out += c;
        break;
      case ',':
        out += c + line();
        break;
      case ':':
        out += ': ';
        break;
      case '}':
      case ']':
        if (pending) pending = false;
        else {
          depth--;
          out += line();
        }
        out += c;
        break;
      case '"': {
        let end = i + 1;
        while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
        out += text.slice(i, end + 1);
        i = end;
        break;
      }
      default:
        out += c;
    }
  }
  return out;
}
