import { Suspense } from 'react';
import { Tabs } from '../layouts/Tabs.tsx';
import { useMessages } from '../messages/messages.ts';
import { showView, usePanels } from '../stores/panels.ts';
import { useOfferedViews } from '../views/useOfferedViews.ts';
import { views } from '../views/views.ts';

/** What the engine says, drawn. */
export function ViewPanel() {
  const { panels, opening } = useMessages();
  const shown = usePanels((state) => state.view);
  const View = views[shown];
  const names = useOfferedViews();
  return (
    <section className="view-panel" aria-label={panels.views}>
      <Tabs
        label={panels.views}
        tabs={names.map((name) => [name, panels[name]] as const)}
        selected={shown}
        onSelect={showView}
      />
      <div className="view-body" role="tabpanel" aria-label={panels[shown]}>
        <Suspense fallback={<p className="quiet padded">{opening}</p>}>
          <View />
        </Suspense>
      </div>
    </section>
  );
}
