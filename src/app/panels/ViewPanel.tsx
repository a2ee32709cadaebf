import { Suspense, useState } from 'react';
import { Tabs } from '../layouts/Tabs.tsx';
import { LayersView } from '../views/LayersView.tsx';
import { BuildsView, ContainerView, ImagesView, PreviewView } from '../views/lazy.ts';

const views = {
  layers: 'Layers',
  builds: 'Builds',
  images: 'Images',
  container: 'Container',
  preview: 'Preview',
} as const;
type ViewName = keyof typeof views;

/** What the engine says, drawn. */
export function ViewPanel() {
  const [shown, setShown] = useState<ViewName>('layers');
  return (
    <section className="view-panel" aria-label="Views">
      <Tabs label="Views" tabs={Object.entries(views) as [ViewName, string][]} selected={shown} onSelect={setShown} />
      <div className="view-body" role="tabpanel" aria-label={views[shown]}>
        <Suspense fallback={<p className="quiet padded">Opening…</p>}>
          {shown === 'layers' && <LayersView />}
          {shown === 'builds' && <BuildsView />}
          {shown === 'images' && <ImagesView />}
          {shown === 'container' && <ContainerView />}
          {shown === 'preview' && <PreviewView />}
        </Suspense>
      </div>
    </section>
  );
}
