import { Pattern } from '../../regexp/pattern.ts';
import { BadPattern, bracketExpression, escapeLiteral } from '../../regexp/posix.ts';

export interface GlobOptions {
  ignoreCase?: boolean;
  /** `*` and `?` do not match `/` (FNM_PATHNAME). */
  pathname?: boolean;
}

/** fnmatch(3) as a regular expression that matches the whole name. */
export function globPattern(glob: string, options: GlobOptions = {}): RegExp {
  const any = options.pathname ? '[^/]' : '[^]';
  let out = '';
  for (let i = 0; i < glob.length; i++) {
    const char = glob[i]!;
    if (char === '*') out += `${any}*`;
    else if (char === '?') out += any;
    else if (char === '\\' && i + 1 < glob.length) out += escapeLiteral(glob[++i]!);
    else if (char === '[') {
      try {
        const [end, text] = bracketExpression(glob, i);
        out += text;
        i = end - 1;
      } catch (error) {
        if (!(error instanceof BadPattern)) throw error;
        out += '\\[';
      }
    } else out += escapeLiteral(char);
  }
  return new Pattern(`^(?:${out})$`, options.ignoreCase ? 'i' : '');
}
