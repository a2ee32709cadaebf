import type { SyntaxFailure, TokenName } from '../grammar/failure.ts';
import type { Shell } from './shell.ts';

function quoted(token: TokenName): string {
  return token.quoted ? `"${token.name}"` : token.name;
}

/** A syntax error as the flavour words it, without the shell's prefix. */
export function syntaxMessage(shell: Shell, failure: SyntaxFailure): string {
  shell.line = failure.line;
  switch (shell.dialect.flavour) {
    case 'dash':
      return `Syntax error: ${dashMessage(failure)}`;
    case 'busybox':
      return `syntax error: ${busyboxMessage(failure)}`;
    case 'bash':
      return bashMessage(failure);
  }
}

function dashMessage({ detail }: SyntaxFailure): string {
  if (detail.kind === 'unexpected') {
    return `${quoted(detail.token)} unexpected${detail.expecting ? ` (expecting ${quoted(detail.expecting)})` : ''}`;
  }
  const messages: Record<string, string> = {
    quote: 'Unterminated quoted string',
    backquote: 'EOF in backquote substitution',
    brace: "Missing '}'",
    arithmetic: "Missing '))'",
    'bad for loop variable': 'Bad for loop variable',
    'bad function name': 'Bad function name',
  };
  return messages[detail.message] ?? detail.message;
}

function busyboxMessage({ detail }: SyntaxFailure): string {
  if (detail.kind === 'unexpected') {
    return `unexpected ${quoted(detail.token)}${detail.expecting ? ` (expecting ${quoted(detail.expecting)})` : ''}`;
  }
  const messages: Record<string, string> = {
    quote: 'unterminated quoted string',
    backquote: 'EOF in backquote substitution',
    brace: "missing '}'",
    arithmetic: "missing '))'",
    'bad function name': 'bad function name',
  };
  return messages[detail.message] ?? detail.message;
}

function bashMessage(failure: SyntaxFailure): string {
  const { detail } = failure;
  if (detail.kind === 'message') {
    if (detail.looking) return `unexpected EOF while looking for matching \`${detail.looking}'`;
    return detail.message;
  }
  if (detail.token.name === 'end of file') return 'syntax error: unexpected end of file';
  return `syntax error near unexpected token \`${detail.text}'`;
}
