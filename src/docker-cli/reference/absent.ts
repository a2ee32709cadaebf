const words = (text: string): readonly string[] => text.split(' ');

/** Commands that docker has and that are not simulated: a swarm's, and those of what needs one or an experimental engine. */
const ABSENT: Readonly<Record<string, readonly string[]>> = {
  checkpoint: words('create ls rm'),
  config: words('create inspect ls rm'),
  node: words('demote inspect ls promote ps rm update'),
  secret: words('create inspect ls rm'),
  service: words('create inspect logs ls ps rm rollback scale update'),
  stack: words('config deploy ls ps rm services'),
  swarm: words('ca init join join-token leave unlock unlock-key update'),
  trust: words('inspect key revoke sign signer'),
};

/** `stack ls` of such a command line; undefined when it is none of these. */
export function absentCommand(line: readonly string[]): string | undefined {
  const [group = '', command] = line;
  const commands = Object.hasOwn(ABSENT, group) ? ABSENT[group]! : undefined;
  if (!commands) return undefined;
  if (command !== undefined && commands.includes(command)) return `${group} ${command}`;
  // The help of `swarm` is known.
  return group === 'swarm' || (command !== undefined && !command.startsWith('-')) ? undefined : group;
}
