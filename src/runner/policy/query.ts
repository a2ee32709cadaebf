import { TRIGGERS_UNSEEN } from './build.ts';
import { Refused } from './policy.ts';

/** The parameters that clients of the Engine API send, `POST /build` apart, which has a list of its own (policy/build.ts). */
const PARAMETERS = new Set(
  `all author before changes comment condition container copyUIDGID details detachKeys digests filters follow force fromImage fromSrc h
  id keep-storage limit link logs manifests max-used-space message min-free-space name names noOverwriteDirNonDir noprune one-shot path
  pause platform platforms ps_args quiet repo reserved-space scope shared-size signal since size stderr stdin stdout stream t tag tail term
  timestamps type until v verbose w`.split(/\s+/),
);

/** Those that are lists: each time they come they say something more. */
const LISTS: Readonly<Record<string, readonly string[]>> = { build: ['t', 'extrahosts', 'allow'] };
const OTHER_LISTS = ['names', 'changes', 'platforms'];

/**
 * The query of a request, in which an engine finds what we do. Docker takes the first of a parameter that comes twice and knows it in one
 * spelling; Podman takes the last, in any.
 */
export function checkQuery(action: string, text: string): URLSearchParams {
  const query = new URLSearchParams(text);
  const lists = LISTS[action] ?? OTHER_LISTS;
  const seen = new Set<string>();
  for (const name of query.keys()) {
    if (action !== 'build' && !PARAMETERS.has(name))
      throw new Refused(`the parameter ${name}: the runner does not know it to be harmless`);
    const folded = name.toLowerCase();
    if (seen.has(folded) && !lists.includes(name)) throw new Refused(`the parameter ${name} more than once`);
    seen.add(folded);
  }
  return query;
}

/** An instruction; which of them a change can be is the engine's to say. */
const INSTRUCTION = /^\s*([a-z]|$)/i;

/** `docker commit --change`, `docker import --change`: what would put other labels in the place of ours. */
export function checkChanges(query: URLSearchParams, engine: 'docker' | 'podman'): void {
  // An engine reads all of them as one Dockerfile. A line that goes on would take the next one in, whatever a directive makes of
  // the character for it; a name can be written with escapes, quotes and variables.
  for (const change of query.getAll('changes')) {
    const refuse = (reason: string) => {
      throw new Refused(`--change ${JSON.stringify(change)}: ${reason}`);
    };
    if (/[\\`\n\r]|<</.test(change)) refuse('a change is one line');
    if (!INSTRUCTION.test(change)) refuse('a change is an instruction');
    if (engine === 'podman' && /^\s*ONBUILD\s/i.test(change)) refuse(TRIGGERS_UNSEEN);
    if (/drydock/i.test(change.replace(/["']/g, ''))) refuse('labels drydock.* are the runner’s own');
    if (/^\s*LABEL\s/i.test(change) && change.includes('$')) refuse('the name of a label is written without variables');
  }
}
