/** What a login shell of root finds in its environment. */
export function hostEnvironment(more: Readonly<Record<string, string>> = {}): Map<string, string> {
  return new Map(
    Object.entries({
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: '/root',
      USER: 'root',
      LOGNAME: 'root',
      SHELL: '/bin/bash',
      LANG: 'C.UTF-8',
      ...more,
    }),
  );
}
