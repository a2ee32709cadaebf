import { create } from 'zustand';
import type { Place } from '../places/place.ts';
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

/** What is worth seeing first of a new place: its text, and what a build would do, if there is anything to build. */
export function beginWithView({ files, archive }: Pick<Place, 'files' | 'archive'>): void {
  usePanels.setState({ panel: 'lesson', view: archive ? 'images' : 'Dockerfile' in files ? 'layers' : 'container' });
}
