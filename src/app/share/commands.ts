import type { Moment, TimelineReport } from '../../worker/protocol.ts';

/** The `docker` commands that brought the computer to where it is, in order: those that went well and change something. */
export function commandsToHere({ moments, at }: Pick<TimelineReport, 'moments' | 'at'>): string[] {
  const byId = new Map(moments.map((moment) => [moment.id, moment]));
  const way: Moment[] = [];
  for (let moment = byId.get(at); moment; moment = byId.get(moment.after ?? -1)) way.unshift(moment);
  return way.filter(({ status }) => status === 0).flatMap(({ text }) => (canBeRepeated(text) ? [text.trim()] : []));
}

const MANAGED = /^(builder|buildx|compose|container|image|network|system|volume)$/;
const CHANGES =
  /^(build|commit|connect|cp|create|disconnect|down|exec|import|kill|load|pause|prune|pull|push|rename|restart|rm|rmi|run|start|stop|tag|unpause|update|up)$/;

/** Nobody types into what waits for somebody at a terminal when it is repeated. */
function canBeRepeated(line: string): boolean {
  const [program, ...words] = line.trim().split(/\s+/);
  const verb = MANAGED.test(words[0] ?? '') ? words[1] : words[0];
  if (program !== 'docker' || !CHANGES.test(verb ?? '')) return false;
  const attends = verb === 'run' || verb === 'exec' || verb === 'start';
  return !(attends && words.some((word) => /^(-[a-z]*[ait][a-z]*|--interactive|--tty|--attach)$/.test(word)));
}
