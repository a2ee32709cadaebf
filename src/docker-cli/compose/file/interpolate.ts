import { type Mapping, mapScalars, type Tree } from './tree.ts';
import { InvalidTemplate, MissingVariable, type Substitution, substitute } from './variables.ts';

type Cast = (text: string) => Tree;

function integer(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new Error(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

function decimal(text: string): number {
  if (text.trim() === '' || Number.isNaN(Number(text)))
    throw new Error(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

const boolean =
  (warn: (text: string) => void): Cast =>
  (text) => {
    const lower = text.toLowerCase();
    const truth = ['true', 'y', 'yes', 'on'].includes(lower);
    if (!truth && !['false', 'n', 'no', 'off'].includes(lower)) throw new Error(`invalid boolean: ${text}`);
    if (lower !== String(truth))
      warn(`${JSON.stringify(text)} for boolean is not supported by YAML 1.2, please use \`${truth}\``);
    return truth;
  };

const SERVICE = '^services\\.[^.]+\\.';
const BOOLEANS = new RegExp(
  `${SERVICE}(init|healthcheck\\.disable|oom_kill_disable|privileged|read_only|stdin_open|tty|volumes\\.\\[\\d+\\]\\.(read_only|volume\\.nocopy))$|^(networks|volumes|secrets|configs)\\.[^.]+\\.(external|internal|attachable|enable_ipv4|enable_ipv6)$`,
);
const INTEGERS = new RegExp(
  `${SERVICE}(cpu_(count|period|quota|rt_period|rt_runtime|shares)|deploy\\.(replicas|restart_policy\\.max_attempts)|healthcheck\\.retries|oom_score_adj|pids_limit|ports\\.\\[\\d+\\]\\.target|scale|ulimits\\.[^.]+(\\.(hard|soft))?)$`,
);
const DECIMALS = new RegExp(`${SERVICE}(cpu_percent|cpus)$`);

/** A compose file with its variables replaced, and what must be a number or a truth value made one. */
export function interpolate(tree: Mapping, how: Substitution, warn: (text: string) => void): Mapping {
  const truth = boolean(warn);
  return mapScalars(tree, (value, path) => {
    if (typeof value !== 'string') return value;
    const place = path.join('.');
    const shown = place.replace(/\[\d+\]/g, '[]');
    let text: string;
    try {
      text = substitute(value, how);
    } catch (error) {
      if (error instanceof InvalidTemplate)
        throw new Error(
          `invalid interpolation format for ${shown}.\nYou may need to escape any $ with another $.\n${error.message}`,
        );
      if (error instanceof MissingVariable) throw new Error(`error while interpolating ${shown}: ${error.message}`);
      throw error;
    }
    const cast = BOOLEANS.test(place)
      ? truth
      : INTEGERS.test(place)
        ? integer
        : DECIMALS.test(place)
          ? decimal
          : undefined;
    if (!cast) return text;
    try {
      return cast(text);
    } catch (error) {
      throw new Error(
        `error while interpolating ${shown}: failed to cast to expected type: ${(error as Error).message}`,
      );
    }
  }) as Mapping;
}
