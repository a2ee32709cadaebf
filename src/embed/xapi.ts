import type { Goal, State } from './protocol.ts';

/** Who learns, as xAPI identifies an actor (xAPI 1.0.3, Data 2.4.2). */
export type Actor =
  | { readonly mbox: string; readonly name?: string }
  | { readonly account: { readonly homePage: string; readonly name: string }; readonly name?: string };

export interface Statement {
  readonly actor: Actor & { readonly objectType: 'Agent' };
  readonly verb: { readonly id: string; readonly display: Readonly<Record<string, string>> };
  readonly object: {
    readonly objectType: 'Activity';
    readonly id: string;
    readonly definition: { readonly name: Readonly<Record<string, string>>; readonly type: string };
  };
  readonly result?: {
    readonly completion?: boolean;
    readonly success?: boolean;
    readonly score?: { readonly scaled: number };
  };
  readonly timestamp: string;
}

const VERBS = 'http://adlnet.gov/expapi/verbs/';
const ACTIVITIES = 'http://adlnet.gov/expapi/activities/';

/** Statements about one lesson. `base` is the address of the Drydock site: a lesson's activity is its address there. */
export class Statements {
  readonly #actor: Actor;
  readonly #base: string;
  readonly #now: () => Date;

  constructor(actor: Actor, base: string, now: () => Date = () => new Date()) {
    this.#actor = actor;
    this.#base = base;
    this.#now = now;
  }

  /** Of `onReady`. */
  initialized(state: State): Statement {
    return this.#statement('initialized', this.#lesson(state));
  }

  /** Of `onGoal`. */
  goal(state: State, goal: Goal): Statement {
    const object = this.#activity(`${state.lesson}#${goal.step}/${goal.goal}`, goal.text, 'objective');
    return this.#statement('completed', object, { completion: true, success: true });
  }

  /** Of `onProgress`: how much of the lesson is done, or that all of it is. */
  progress(state: State): Statement {
    const sum = state.goals.reduce((total, { credit }) => total + credit, 0);
    const scaled = state.goals.length === 0 ? 1 : sum / state.goals.length;
    const completion = state.goals.every(({ met }) => met);
    return this.#statement(completion ? 'completed' : 'progressed', this.#lesson(state), {
      completion,
      score: { scaled },
    });
  }

  #lesson({ lesson, title }: State): Statement['object'] {
    return this.#activity(lesson, title, 'lesson');
  }

  #activity(path: string, name: string, type: string): Statement['object'] {
    const id = new URL(`lesson/${path}`, this.#base).href;
    return { objectType: 'Activity', id, definition: { name: { en: name }, type: ACTIVITIES + type } };
  }

  #statement(verb: string, object: Statement['object'], result?: Statement['result']): Statement {
    return {
      actor: { objectType: 'Agent', ...this.#actor },
      verb: { id: VERBS + verb, display: { en: verb } },
      object,
      ...(result && { result }),
      timestamp: this.#now().toISOString(),
    };
  }
}
