import {
  type CharacterSet,
  complement,
  DIGITS,
  foldCase,
  LAST_POINT,
  LAST_UNIT,
  LINE_BREAKS,
  SPACES,
  setOf,
  union,
  WORD,
} from './character-set.ts';
import { choice, type Node, sequence } from './node.ts';
import { inUnits } from './unicode.ts';

/** Part of JavaScript's syntax that is not read here. */
class NotRead extends Error {}

const NAMED: Readonly<Record<string, CharacterSet>> = { d: DIGITS, w: WORD, s: SPACES };
const CONTROL: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, f: 12, v: 11, '0': 0 };

/** The tree of a JavaScript regular expression; undefined when it uses what only JavaScript can say. */
export function parse(source: string, flags: string): Node | undefined {
  try {
    return new Parser(source, flags).whole();
  } catch (error) {
    if (error instanceof NotRead) return undefined;
    throw error;
  }
}

class Parser {
  readonly #source: string;
  readonly #ignoreCase: boolean;
  readonly #multiline: boolean;
  readonly #dotAll: boolean;
  readonly #unicode: boolean;
  #at = 0;
  #groups = 0;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#ignoreCase = flags.includes('i');
    this.#multiline = flags.includes('m');
    this.#dotAll = flags.includes('s');
    this.#unicode = flags.includes('u');
    if (flags.includes('v')) throw new NotRead();
  }

  whole(): Node {
    const node = this.#choice();
    if (this.#at < this.#source.length) throw new NotRead();
    return node;
  }

  #take(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #choice(): Node {
    const options = [this.#sequence()];
    while (this.#take('|')) options.push(this.#sequence());
    return choice(options);
  }

  #sequence(): Node {
    const parts: Node[] = [];
    while (this.#at < this.#source.length && !'|)'.includes(this.#source[this.#at]!)) {
      parts.push(this.#repeated(this.#atom()));
    }
    return sequence(parts);
  }

  #repeated(body: Node): Node {
    let [min, max] = [1, 1];
    if (this.#take('*')) [min, max] = [0, Number.POSITIVE_INFINITY];
    else if (this.#take('+')) max = Number.POSITIVE_INFINITY;
    else if (this.#take('?')) min = 0;
    else {
      const interval = /\{(\d+)(?:(,)(\d*))?\}/y;
      interval.lastIndex = this.#at;
      const match = interval.exec(this.#source);
      if (!match) return body;
      this.#at = interval.lastIndex;
      min = Number(match[1]);
      max = match[2] === undefined ? min : match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3]);
    }
    return { kind: 'repeat', body, min, max, greedy: !this.#take('?') };
  }

  #atom(): Node {
    const char = this.#source[this.#at++]!;
    switch (char) {
      case '(':
        return this.#group();
      case '[':
        return this.#points(this.#bracket());
      case '.':
        return this.#points(complement(this.#dotAll ? [] : LINE_BREAKS, this.#last()));
      case '^':
        return this.#edge('before');
      case '$':
        return this.#edge('after');
      case '\\':
        return this.#escape();
      case '*':
      case '+':
      case '?':
        throw new NotRead();
      default:
        if (!this.#unicode) return this.#set(one(char.charCodeAt(0)));
        this.#at--;
        return this.#set(one(this.#point()));
    }
  }

  #edge(side: 'before' | 'after'): Node {
    return { kind: 'beside', side, set: this.#multiline ? [10, 10] : [], outside: true };
  }

  #group(): Node {
    if (this.#take('?:')) return this.#closed(this.#choice());
    if (this.#take('?<![^])')) return { kind: 'beside', side: 'before', set: [], outside: true };
    if (this.#take('?![^])')) return { kind: 'beside', side: 'after', set: [], outside: true };
    for (const [opening, ahead, negated] of LOOKS) {
      if (this.#take(opening)) return beside(this.#closed(this.#choice()), ahead, negated);
    }
    const named = /\?<[A-Za-z_$][\w$]*>/y;
    named.lastIndex = this.#at;
    if (named.test(this.#source)) this.#at = named.lastIndex;
    else if (this.#source[this.#at] === '?') throw new NotRead();
    const index = ++this.#groups;
    return { kind: 'group', index, body: this.#closed(this.#choice()) };
  }

  #closed(body: Node): Node {
    if (!this.#take(')')) throw new NotRead();
    return body;
  }

  #escape(): Node {
    const char = this.#source[this.#at]!;
    if (char === 'b' || char === 'B') {
      this.#at++;
      return boundary(char === 'b');
    }
    if (/[1-9]/.test(char)) {
      const [digits] = /^\d+/.exec(this.#source.slice(this.#at))!;
      this.#at += digits.length;
      return { kind: 'reference', index: Number(digits) };
    }
    return this.#points(this.#escaped());
  }

  /** What an escape stands for, inside brackets and out. */
  #escaped(): CharacterSet {
    const char = this.#source[this.#at++];
    if (char === undefined) throw new NotRead();
    const named = NAMED[char.toLowerCase()];
    if (named) return char === char.toLowerCase() ? named : complement(named, this.#last());
    if (CONTROL[char] !== undefined) return one(CONTROL[char]);
    const code = /^(?:x([\da-f]{2})|u([\da-f]{4})|u\{([\da-f]+)\})/i.exec(this.#source.slice(this.#at - 1));
    if (code) {
      this.#at += code[0].length - 1;
      return one(Number.parseInt(code[1] ?? code[2] ?? code[3]!, 16));
    }
    if (/[A-Za-z0-9]/.test(char)) throw new NotRead();
    this.#at--;
    return one(this.#point());
  }

  #bracket(): CharacterSet {
    const negated = this.#take('^');
    const sets: CharacterSet[] = [];
    while (!this.#take(']')) {
      const from = this.#member();
      if (this.#source[this.#at] === '-' && this.#source[this.#at + 1] !== ']' && isOne(from)) {
        this.#at++;
        const to = this.#member();
        if (!isOne(to)) sets.push(from, one(45), to);
        else sets.push([from[0]!, to[0]!]);
      } else sets.push(from);
    }
    const set = this.#folded(union(...sets));
    return negated ? complement(set, this.#last()) : set;
  }

  #member(): CharacterSet {
    if (this.#at >= this.#source.length) throw new NotRead();
    if (this.#take('\\b')) return one(8);
    if (this.#take('\\')) return this.#escaped();
    return one(this.#point());
  }

  #point(): number {
    const code = this.#unicode ? this.#source.codePointAt(this.#at)! : this.#source.charCodeAt(this.#at);
    this.#at += code > LAST_UNIT ? 2 : 1;
    return code;
  }

  #last(): number {
    return this.#unicode ? LAST_POINT : LAST_UNIT;
  }

  #folded(set: CharacterSet): CharacterSet {
    return this.#ignoreCase ? foldCase(set) : set;
  }

  #set(set: CharacterSet): Node {
    return this.#points(this.#folded(set));
  }

  #points(set: CharacterSet): Node {
    return this.#unicode ? inUnits(set) : { kind: 'set', set };
  }
}

const LOOKS = [
  ['?=', true, false],
  ['?!', true, true],
  ['?<=', false, false],
  ['?<!', false, true],
] as const;

function one(code: number): CharacterSet {
  return setOf([[code, code]]);
}

function isOne(set: CharacterSet): boolean {
  return set.length === 2 && set[0] === set[1];
}

function boundary(is: boolean): Node {
  const others = complement(WORD, LAST_UNIT);
  const word = (side: 'before' | 'after'): Node => ({ kind: 'beside', side, set: WORD, outside: false });
  const other = (side: 'before' | 'after'): Node => ({ kind: 'beside', side, set: others, outside: true });
  return choice([
    sequence([word('before'), is ? other('after') : word('after')]),
    sequence([other('before'), is ? word('after') : other('after')]),
  ]);
}

/** A look at one character is something an automaton can do. */
function beside(body: Node, ahead: boolean, negated: boolean): Node {
  if (body.kind !== 'set') return { kind: 'look', ahead, negated, body };
  const set = negated ? complement(body.set, LAST_UNIT) : body.set;
  return { kind: 'beside', side: ahead ? 'after' : 'before', set, outside: negated };
}
