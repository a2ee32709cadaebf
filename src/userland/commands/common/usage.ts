import { APPLETS } from './applets.ts';

/** The first line of every usage text of busybox. */
export const BUSYBOX_BANNER = 'BusyBox v1.36.1 (2024-06-10 07:11:47 UTC) multi-call binary.';

export function busyboxUsage(applet: string): string {
  const synopsis = APPLETS[applet]?.synopsis ?? '[OPTIONS] [ARGUMENTS]';
  return `${BUSYBOX_BANNER}\n\nUsage: ${applet}${synopsis && ` ${synopsis}`}\n`;
}
