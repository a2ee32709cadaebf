import type { Builtins } from './builtin.ts';
import { type EscapeRules, interpretEscapes } from './escapes.ts';

const DASH: EscapeRules = { octal: 'both', hex: false, unicode: false, escape: false, quotes: false, stop: true };
const BUSYBOX: EscapeRules = { octal: 'both', hex: true, unicode: false, escape: true, quotes: false, stop: true };
const BASH: EscapeRules = { octal: 'zero', hex: true, unicode: true, escape: true, quotes: false, stop: true };

/** echo: dash always interprets backslashes and knows -n only; busybox and bash want -e. */
export const echoBuiltins: Builtins = {
  echo: {
    run(shell, argv) {
      const { flavour } = shell.dialect;
      let index = 1;
      let newline = true;
      let escapes = flavour === 'dash' || shell.shopt.has('xpg_echo');
      if (flavour === 'dash') {
        if (argv[1] === '-n') {
          newline = false;
          index = 2;
        }
      } else {
        for (; index < argv.length && /^-[neE]+$/.test(argv[index]!); index++) {
          for (const letter of argv[index]!.slice(1)) {
            if (letter === 'n') newline = false;
            else escapes = letter === 'e';
          }
        }
      }
      let text = argv.length === index + 1 ? argv[index]! : argv.slice(index).join(' ');
      if (escapes) {
        const result = interpretEscapes(text, flavour === 'dash' ? DASH : flavour === 'bash' ? BASH : BUSYBOX);
        text = result.text;
        if (result.stop) newline = false;
      }
      shell.out(newline ? `${text}\n` : text);
      return 0;
    },
  },
};
