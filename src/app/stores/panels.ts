import { create } from 'zustand';
import type { ViewName } from '../views/views.ts';

/** Which view is on screen; and, where only one panel fits, which panel. */
interface PanelsState {
  readonly view: ViewName;
  readonly panel: 'lesson' | 'files' | ViewName;
}

export const usePanels = create<PanelsState>(() => ({ view: 'layers', panel: 'lesson' }));

/** Brings a view on screen, on wide and narrow screens alike. */
export function showView(view: ViewName): void {
  usePanels.setState({ view, panel: view });
}

export function showPanel(panel: PanelsState['panel']): void {
  if (panel === 'lesson' || panel === 'files') usePanels.setState({ panel });
  else showView(panel);
}
