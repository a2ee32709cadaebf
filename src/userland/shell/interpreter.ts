import { findBuiltin } from './builtins/table.ts';
import { addParameter } from './expand/parameter.ts';
import { processSubstitution, substitute } from './expand/substitute.ts';
import { execute } from './run/execute.ts';
import type { Interpreter } from './run/interpreter.ts';

/** The interpreter put together. */
export const interpreter: Interpreter = { execute, findBuiltin, addParameter, substitute, processSubstitution };
