import { Exit } from '../commands/common/context.ts';

export interface Variable {
  readonly value: string;
  /** Expanded each time it is used (`=`), not once (`:=`). */
  readonly recursive: boolean;
  /** Where it was defined. */
  readonly place?: string;
  readonly origin: 'default' | 'environment' | 'file' | 'command line' | 'automatic';
}

export interface RecipeLine {
  readonly text: string;
  readonly line: number;
}

export interface Recipe {
  readonly file: string;
  readonly lines: readonly RecipeLine[];
}

export interface Rule {
  prerequisites: string[];
  orderOnly: string[];
  recipe: Recipe | undefined;
  doubleColon: boolean;
  variables: Map<string, Variable>;
  /** Of a static pattern rule. */
  stem?: string;
}

export interface PatternRule {
  readonly targets: readonly string[];
  readonly prerequisites: readonly string[];
  readonly orderOnly: readonly string[];
  readonly recipe: Recipe;
}

/** All that was read from makefiles. */
export class Makefile {
  readonly variables = new Map<string, Variable>();
  readonly rules = new Map<string, Rule>();
  readonly patterns: PatternRule[] = [];
  readonly exported = new Set<string>();
  exportAll = false;
  readonly files: string[] = [];
  firstTarget: string | undefined;

  rule(target: string): Rule {
    let rule = this.rules.get(target);
    if (!rule) {
      rule = { prerequisites: [], orderOnly: [], recipe: undefined, doubleColon: false, variables: new Map() };
      this.rules.set(target, rule);
    }
    return rule;
  }

  /** Targets named as prerequisites of a special target like .PHONY. */
  special(name: string, target: string): boolean {
    const rule = this.rules.get(name);
    return rule !== undefined && (rule.prerequisites.includes(target) || rule.prerequisites.length === 0);
  }

  isPhony(target: string): boolean {
    return this.rules.get('.PHONY')?.prerequisites.includes(target) ?? false;
  }
}

/** An error in a makefile, with the place it is at. */
export function fatal(file: string, line: number, message: string): never {
  throw new MakeError(`${file}:${line}: *** ${message}.  Stop.`);
}

/** Printed as it is; ends with status 2. */
export class MakeError extends Exit {
  readonly text: string;
  constructor(text: string) {
    super(2);
    this.text = text;
  }
}
