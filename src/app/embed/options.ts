import { type ViewName, viewNames } from '../views/views.ts';

export type PanelName = 'lesson' | 'files' | 'terminal' | ViewName;

const panelNames: readonly PanelName[] = ['lesson', 'files', 'terminal', ...viewNames];

/** What the address of an embed asks for. */
export interface EmbedOptions {
  readonly panels: readonly PanelName[];
  /** A step's id, or its number from 1. */
  readonly step: string | undefined;
  readonly theme: 'light' | 'dark' | undefined;
}

const usual: readonly PanelName[] = ['lesson', 'files', 'terminal', 'layers'];

/** Reads the query; what it does not know it leaves out. */
export function embedOptions(search: string): EmbedOptions {
  const query = new URLSearchParams(search);
  const asked = query.get('panels')?.split(',') ?? [];
  const panels = panelNames.filter((name) => asked.includes(name));
  const theme = query.get('theme');
  return {
    panels: panels.length > 0 ? panels : usual,
    step: query.get('step') ?? undefined,
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
  };
}
