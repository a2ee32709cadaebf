import { findGroup, groups, users } from '../common/accounts.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { type Options, parseOptions, usage } from '../common/options.ts';
import { join } from '../common/paths.ts';
import { AccountFiles } from './account-files.ts';

function requireRoot(context: Context): void {
  if (context.sys.credentials().euid === 0) return;
  throw new Exit(
    1,
    context.gnu ? 'Only root may add a user or group to the system.' : 'permission denied (are you root?)',
  );
}

function makeHome(context: Context, home: string, uid: number, gid: number, mode: number): void {
  const { sys } = context;
  if (sys.exists(home)) return;
  let at = '';
  for (const part of home.split('/').filter(Boolean)) {
    at += `/${part}`;
    if (!sys.exists(at)) sys.mkdir(at, 0o755);
  }
  if (sys.exists('/etc/skel')) {
    for (const { name, kind } of sys.readdir('/etc/skel')) {
      if (kind !== 'file') continue;
      sys.writeFile(join(home, name), sys.readFile(join('/etc/skel', name)));
      sys.chown(join(home, name), uid, gid);
    }
  }
  sys.chown(home, uid, gid);
  sys.chmod(home, mode);
}

const NAME = /^[a-zA-Z_][\w.-]*\$?$/;

/** busybox adduser and Debian's adduser (which speaks of what it does). */
export const adduser: Command = (context) => {
  const options = parseOptions(context, 'h:g:s:G:SDHu:k:q', {
    long: {
      home: 'h',
      gecos: 'g',
      comment: 'g',
      shell: 's',
      ingroup: 'G',
      system: 'S',
      'disabled-password': 'D',
      'disabled-login': 'D',
      'no-create-home': 'H',
      uid: 'u',
      group: 'group',
      gid: 'gid:',
      quiet: 'q',
    },
  });
  const [name, group] = options.operands;
  if (name === undefined) {
    if (context.gnu) throw new Exit(1, 'Only one or two names allowed.');
    usage(context);
  }
  requireRoot(context);
  const { sys } = context;
  const files = new AccountFiles(sys);
  if (group !== undefined) {
    if (!groups(sys).some((one) => one.name === group))
      throw new Exit(1, context.gnu ? `The group \`${group}' does not exist.` : `unknown group ${group}`);
    if (!users(sys).some((one) => one.name === name))
      throw new Exit(1, context.gnu ? `The user \`${name}' does not exist.` : `unknown user ${name}`);
    files.addMember(name, group);
    return;
  }
  if (!NAME.test(name)) throw new Exit(1, `invalid user name '${name}'`);
  const system = options.has('S');
  if (users(sys).some((one) => one.name === name)) {
    if (context.gnu) throw new Exit(1, `The user \`${name}' already exists.`);
    throw new Exit(1, `user '${name}' in use`);
  }
  const uidText = options.get('u');
  if (uidText !== undefined && users(sys).some(({ uid }) => uid === Number(uidText))) {
    throw new Exit(1, context.gnu ? `The UID ${uidText} is already in use.` : `uid '${uidText}' in use`);
  }
  const uid = uidText !== undefined ? Number(uidText) : system ? files.freeId(100, 999) : files.freeId(1000, 59999);
  const groupName = options.get('G');
  let gid: number;
  if (groupName !== undefined || options.has('gid')) {
    const found = findGroup(sys, groupName ?? options.get('gid')!);
    if (found === undefined)
      throw new Exit(1, context.gnu ? `The group \`${groupName}' does not exist.` : `unknown group ${groupName}`);
    gid = found;
  } else if (system && (context.gnu ? !options.has('group') : true)) gid = 65533;
  else {
    gid = groups(sys).some((one) => one.gid === uid) ? files.freeId(1000, 59999) : uid;
    if (!groups(sys).some((one) => one.name === name)) files.addGroup(name, gid);
  }
  if (gid === 65533) gid = groups(sys).find((one) => one.name === 'nogroup')?.gid ?? 65533;
  const home = options.get('h') ?? (context.gnu && system ? '/nonexistent' : `/home/${name}`);
  const nologin = sys.exists('/usr/sbin/nologin') ? '/usr/sbin/nologin' : '/sbin/nologin';
  const shell =
    options.get('s') ??
    (system
      ? context.gnu
        ? nologin
        : '/bin/false'
      : context.gnu && sys.exists('/bin/bash')
        ? '/bin/bash'
        : '/bin/sh');
  const comment = options.get('g') ?? (context.gnu ? (system ? '' : ',,,') : 'Linux User,,,');
  files.addUser({ name, uid, gid, comment, home, shell });
  if (!options.has('H') && !(context.gnu && system && !options.has('h')))
    makeHome(context, home, uid, gid, system && context.gnu ? 0o755 : context.gnu ? 0o700 : 0o2755);
  if (!context.gnu && !options.any('DS')) {
    context.print(`Changing password for ${name}\n`);
    throw new Exit(1, 'drydock: not simulated: passwords (use -D)');
  }
  if (context.gnu && !options.has('q')) {
    context.print(`Adding ${system ? 'system ' : ''}user \`${name}'${system ? ` (UID ${uid})` : ''} ...\n`);
  }
};

/** addgroup(8): busybox and Debian. */
export const addgroup: Command = (context) => {
  const options = parseOptions(context, 'g:Sq', { long: { gid: 'g', system: 'S', quiet: 'q' } });
  const [first, group] = options.operands;
  if (first === undefined) usage(context);
  requireRoot(context);
  const { sys } = context;
  const files = new AccountFiles(sys);
  if (group !== undefined) {
    if (!users(sys).some((one) => one.name === first)) throw new Exit(1, `unknown user ${first}`);
    if (!groups(sys).some((one) => one.name === group)) throw new Exit(1, `unknown group ${group}`);
    files.addMember(first, group);
    return;
  }
  if (groups(sys).some((one) => one.name === first)) {
    throw new Exit(1, context.gnu ? `The group \`${first}' already exists.` : `group '${first}' in use`);
  }
  const text = options.get('g');
  if (text !== undefined && groups(sys).some(({ gid }) => gid === Number(text))) {
    throw new Exit(1, context.gnu ? `The GID \`${text}' is already in use.` : `gid '${text}' in use`);
  }
  const gid = text !== undefined ? Number(text) : options.has('S') ? files.freeId(100, 999) : files.freeId(1000, 59999);
  files.addGroup(first, gid);
  if (context.gnu && !options.has('q')) context.print(`Adding group \`${first}' (GID ${gid}) ...\nDone.\n`);
};

/** deluser(8), userdel(8) */
export const deluser: Command = (context) => {
  const options = parseOptions(context, 'rf', { long: { remove: 'r', 'remove-home': 'r', force: 'f' } });
  const [name, group] = options.operands;
  if (name === undefined) usage(context);
  requireRoot(context);
  const files = new AccountFiles(context.sys);
  const user = users(context.sys).find((one) => one.name === name);
  if (!user)
    throw new Exit(context.gnu ? 6 : 1, context.gnu ? `user '${name}' does not exist` : `unknown user ${name}`);
  if (group !== undefined) {
    files.removeMember(name, group);
    return;
  }
  files.removeUser(name);
  if (groups(context.sys).some((one) => one.name === name)) files.removeGroup(name);
  if (options.has('r') && context.sys.exists(user.home)) removeTree(context, user.home);
};

function removeTree(context: Context, path: string): void {
  const { sys } = context;
  if (sys.lstat(path).kind !== 'directory') {
    sys.unlink(path);
    return;
  }
  for (const { name } of sys.readdir(path)) removeTree(context, join(path, name));
  sys.rmdir(path);
}

/** delgroup(8), groupdel(8) */
export const delgroup: Command = (context) => {
  const { operands } = parseOptions(context, 'f');
  const name = operands.at(-1);
  if (name === undefined) usage(context);
  requireRoot(context);
  const files = new AccountFiles(context.sys);
  if (!groups(context.sys).some((one) => one.name === name)) {
    throw new Exit(context.gnu ? 6 : 1, context.gnu ? `group '${name}' does not exist` : `unknown group ${name}`);
  }
  if (operands.length === 2) files.removeMember(operands[0]!, name);
  else files.removeGroup(name);
};

const USERADD = {
  long: {
    comment: 'c',
    'home-dir': 'd',
    home: 'd',
    gid: 'g',
    groups: 'G',
    'create-home': 'm',
    'no-create-home': 'M',
    'no-log-init': 'l',
    'no-user-group': 'N',
    'non-unique': 'o',
    password: 'p',
    system: 'r',
    shell: 's',
    uid: 'u',
    'user-group': 'U',
    append: 'a',
    login: 'l',
    lock: 'L',
    unlock: 'O',
  },
  status: 2,
};

function joinGroups(context: Context, files: AccountFiles, name: string, options: Options): void {
  for (const group of (options.get('G') ?? '').split(',').filter(Boolean)) {
    const found = groups(context.sys).find((one) => one.name === group || String(one.gid) === group);
    if (!found) throw new Exit(6, `group '${group}' does not exist`);
    files.addMember(name, found.name);
  }
}

/** useradd(8) */
export const useradd: Command = (context) => {
  const options = parseOptions(context, 'b:c:d:e:f:g:G:k:lmMNop:rs:u:U', USERADD);
  const [name] = options.operands;
  if (name === undefined) usage(context, 2);
  requireRoot(context);
  const { sys } = context;
  const files = new AccountFiles(sys);
  if (!NAME.test(name)) throw new Exit(3, `invalid user name '${name}'`);
  if (users(sys).some((one) => one.name === name)) throw new Exit(9, `user '${name}' already exists`);
  const system = options.has('r');
  const uidText = options.get('u');
  if (uidText !== undefined && !options.has('o') && users(sys).some(({ uid }) => uid === Number(uidText))) {
    throw new Exit(4, `UID ${uidText} is not unique`);
  }
  const uid =
    uidText !== undefined ? Number(uidText) : system ? files.freeId(100, 999, true) : files.freeId(1000, 60000);
  const given = options.get('g');
  let gid: number | undefined;
  if (given !== undefined) {
    gid = groups(sys).find((one) => one.name === given || String(one.gid) === given)?.gid;
    if (gid === undefined) throw new Exit(6, `group '${given}' does not exist`);
  } else if (options.has('N')) gid = 100;
  else {
    if (groups(sys).some((one) => one.name === name)) {
      throw new Exit(9, `group ${name} exists - if you want to add this user to that group, use -g.`);
    }
    gid = groups(sys).some((one) => one.gid === uid) ? files.freeId(1000, 60000) : uid;
    files.addGroup(name, gid);
  }
  const home = options.get('d') ?? `${options.get('b') ?? '/home'}/${name}`;
  files.addUser({ name, uid, gid, comment: options.get('c') ?? '', home, shell: options.get('s') ?? '/bin/sh' });
  joinGroups(context, files, name, options);
  if (options.has('m')) makeHome(context, home, uid, gid, 0o755);
};

/** groupadd(8) */
export const groupadd: Command = (context) => {
  const options = parseOptions(context, 'fg:or', {
    long: { force: 'f', gid: 'g', 'non-unique': 'o', system: 'r' },
    status: 2,
  });
  const [name] = options.operands;
  if (name === undefined) usage(context, 2);
  requireRoot(context);
  const files = new AccountFiles(context.sys);
  if (groups(context.sys).some((one) => one.name === name)) {
    if (options.has('f')) return;
    throw new Exit(9, `group '${name}' already exists`);
  }
  const text = options.get('g');
  if (text !== undefined && !options.has('o') && groups(context.sys).some(({ gid }) => gid === Number(text))) {
    throw new Exit(4, `GID '${text}' already exists`);
  }
  const gid =
    text !== undefined ? Number(text) : options.has('r') ? files.freeId(100, 999, true) : files.freeId(1000, 60000);
  files.addGroup(name, gid);
};

/** usermod(8) */
export const usermod: Command = (context) => {
  const options = parseOptions(context, 'ac:d:g:G:l:Lms:u:U', USERADD);
  const [name] = options.operands;
  if (name === undefined) usage(context, 2);
  requireRoot(context);
  if (!users(context.sys).some((one) => one.name === name)) throw new Exit(6, `user '${name}' does not exist`);
  const files = new AccountFiles(context.sys);
  if (options.has('G') && !options.has('a')) files.removeMember(name);
  joinGroups(context, files, name, options);
  const changes = new Map<number, string>();
  const group = options.get('g');
  if (group !== undefined) {
    const gid = findGroup(context.sys, group);
    if (gid === undefined) throw new Exit(6, `group '${group}' does not exist`);
    changes.set(3, String(gid));
  }
  for (const [key, at] of [
    ['l', 0],
    ['u', 2],
    ['c', 4],
    ['d', 5],
    ['s', 6],
  ] as const) {
    const value = options.get(key);
    if (value !== undefined) changes.set(at, value);
  }
  files.changeUser(name, changes);
};

/** passwd(1): there are no passwords here. */
export const passwd: Command = () => {
  throw new Exit(1, 'drydock: not simulated: passwords');
};
