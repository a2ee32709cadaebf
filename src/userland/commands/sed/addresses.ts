import { Exit } from '../common/context.ts';
import type { SedInput } from './input.ts';
import type { Address, SedCommand } from './script.ts';

/** Which lines commands are for. */
export class Addresses {
  readonly #input: SedInput;
  #lastPattern: RegExp | undefined;

  constructor(input: SedInput) {
    this.#input = input;
  }

  /** Whether a command's addresses take the present line, whose text is given. */
  async match(command: SedCommand, text: string): Promise<boolean> {
    const { from, to } = command;
    if (!from) return true;
    if (!to) return this.#at(from, text);
    if (command.active) {
      if (to.kind === 'pattern') {
        if (this.#test(to.pattern, text)) command.active = false;
        return true;
      }
      if (to.kind === 'last') {
        if (await this.#input.isLast()) command.active = false;
        return true;
      }
      if (this.#input.line >= command.endLine) command.active = false;
      return this.#input.line <= command.endLine;
    }
    const zero = from.kind === 'line' && from.line === 0;
    if (zero ? this.#input.line !== 1 || command.endLine === -1 : !(await this.#at(from, text))) return false;
    if (zero) {
      command.endLine = -1;
      if (to.kind === 'pattern' && this.#test(to.pattern, text)) return true;
      command.active = true;
      return true;
    }
    if (to.kind === 'line') command.endLine = to.line;
    else if (to.kind === 'plus') command.endLine = this.#input.line + to.count;
    else if (to.kind === 'multiple')
      command.endLine = to.of === 0 ? this.#input.line : Math.ceil(this.#input.line / to.of) * to.of;
    else if (to.kind === 'last') {
      command.active = !(await this.#input.isLast());
      return true;
    } else {
      command.active = true;
      return true;
    }
    command.active = command.endLine > this.#input.line;
    return true;
  }

  #at(address: Address, text: string): boolean | Promise<boolean> {
    switch (address.kind) {
      case 'line':
        return this.#input.line === address.line;
      case 'last':
        return this.#input.isLast();
      case 'pattern':
        return this.#test(address.pattern, text);
      case 'step':
        if (address.step === 0) return this.#input.line === address.first;
        return this.#input.line >= address.first && (this.#input.line - address.first) % address.step === 0;
      default:
        return false;
    }
  }

  #test(pattern: RegExp | undefined, text: string): boolean {
    const regex = this.remember(pattern);
    regex.lastIndex = 0;
    return regex.test(text);
  }

  /** An empty pattern is the one used last. */
  remember(pattern: RegExp | undefined): RegExp {
    const regex = pattern ?? this.#lastPattern;
    if (!regex) throw new Exit(1, 'no previous regular expression');
    this.#lastPattern = regex;
    return regex;
  }
}
