import { expect, test } from 'vitest';
import { testComputer } from '../../../../test/support/computer.ts';

/** What sudo 1.9.13p3 of Debian printed for the same, in a folder of its own; the user bob has the one rule, alice the group. */
const SETUP = `
FROM debian:bookworm
RUN apt-get update && apt-get install -y sudo
RUN useradd -m bob && useradd -m alice && usermod -aG sudo alice && useradd carol
RUN echo 'bob ALL=(ALL) NOPASSWD: /usr/bin/id, /bin/ls' > /etc/sudoers.d/bob
`;
const NO_TERMINAL =
  'sudo: a terminal is required to read the password; either use the -S option to read from standard input or configure an askpass helper\nsudo: a password is required\n';

async function machine() {
  const computer = await testComputer({ Dockerfile: SETUP });
  const session = computer.openSession();
  const { stderr, exit } = await session.run('docker build -q -t s .');
  expect({ stderr, exit }).toEqual({ stderr: '', exit: 0 });
  return {
    as: (user: string, line: string, more = '') =>
      session.run(`docker run --rm --hostname vm -u ${user} ${more} s sh -c '${line.replaceAll("'", "'\\''")}'`),
  };
}

test('what the rules allow is run as root, and the rest asks for a password', { timeout: 60_000 }, async () => {
  const { as } = await machine();
  expect(await as('bob', 'sudo id; sudo -u alice id -un; sudo -n whoami; echo $?')).toEqual({
    stdout: 'uid=0(root) gid=0(root) groups=0(root)\nalice\n1\n',
    stderr: 'sudo: a password is required\n',
    exit: 0,
  });
  expect(await as('alice', 'sudo id')).toEqual({ stdout: '', stderr: NO_TERMINAL, exit: 1 });
  expect(await as('carol', 'sudo id')).toEqual({ stdout: '', stderr: NO_TERMINAL, exit: 1 });
  expect(await as('bob', 'sudo id', '--security-opt no-new-privileges')).toEqual({
    stdout: '',
    stderr:
      'sudo: The "no new privileges" flag is set, which prevents sudo from running as root.\nsudo: If sudo is running in a container, you may need to adjust the container configuration to disable the flag.\n',
    exit: 1,
  });
});

test('a command that is not there, a builtin, an unknown user', { timeout: 60_000 }, async () => {
  const { as } = await machine();
  expect((await as('root', 'sudo nosuch')).stderr).toBe('sudo: nosuch: command not found\n');
  expect((await as('root', 'sudo /etc/passwd')).stderr).toBe('sudo: /etc/passwd: command not found\n');
  expect((await as('root', 'sudo cd /')).stderr).toBe(
    'sudo: cd: command not found\nsudo: "cd" is a shell built-in command, it cannot be run directly.\nsudo: the -s option may be used to run a privileged shell.\nsudo: the -D option may be used to run a command in a specific directory.\n',
  );
  expect((await as('root', 'sudo -u nosuch id')).stderr).toMatch(/^sudo: unknown user nosuch\n/);
  expect((await as('root', 'sudo -x')).stderr).toMatch(
    /^sudo: invalid option -- 'x'\nusage: sudo -h \| -K \| -k \| -V\n/,
  );
});

test('the environment is a new one', { timeout: 60_000 }, async () => {
  const { as } = await machine();
  const { stdout } = await as('root', 'sudo FOO=1 env | sort', '-e BAR=2 -e TERM=xterm -e LANG=C.UTF-8');
  expect(stdout).toBe(`FOO=1
HOME=/root
HOSTNAME=vm
LANG=C.UTF-8
LOGNAME=root
MAIL=/var/mail/root
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
SHELL=/bin/bash
SUDO_COMMAND=/usr/bin/env
SUDO_GID=0
SUDO_UID=0
SUDO_USER=root
TERM=xterm
USER=root
`);
  expect((await as('root', "sudo -u bob sh -c 'echo $HOME $USER $SUDO_USER'; sudo -i -u bob pwd")).stdout).toBe(
    '/home/bob bob root\n/home/bob\n',
  );
});
