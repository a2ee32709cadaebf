import type { Native } from '../environment.ts';
import { printed } from '../print.ts';
import { JqError, type Json } from '../values.ts';
import { number, plain } from './plain.ts';

/** `halt` and `halt_error`: the end of the program. */
export class Halt {
  readonly value: Json | undefined;
  readonly status: number;
  constructor(value: Json | undefined, status: number) {
    this.value = value;
    this.status = status;
  }
}

/** What is around the program: its inputs, standard error, its end. */
export const surroundingsBuiltins: Record<string, Native> = {
  'input/0': (_, __, scope) => {
    const value = scope.runtime.next();
    if (value === undefined) throw new JqError('No more inputs');
    return [{ value, path: undefined }];
  },
  'input_filename/0': (_, __, scope) => [{ value: scope.runtime.file, path: undefined }],
  'debug/0': (place, _, scope) => {
    scope.runtime.complain(`["DEBUG:",${printed(place.value)}]\n`);
    return [place];
  },
  'stderr/0': (place, _, scope) => {
    scope.runtime.complain(printed(place.value));
    return [place];
  },
  'halt_error/1': plain((input, status) => {
    throw new Halt(input, number(status!));
  }),
  'halt/0': plain(() => {
    throw new Halt(undefined, 0);
  }),
  'input_line_number/0': (_, __, scope) => [{ value: scope.runtime.line, path: undefined }],
};
