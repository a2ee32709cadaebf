import { type ComponentType, lazy } from 'react';
import { LayersView } from './LayersView.tsx';
import { whenAwake } from './when-awake.tsx';

// The views that are not there from the start come when they are first looked at.
const ApiView = lazy(async () => ({ default: (await import('./ApiView.tsx')).ApiView }));
const BuildsView = lazy(async () => ({ default: (await import('./BuildsView.tsx')).BuildsView }));
const ComparisonView = lazy(async () => ({ default: (await import('./ComparisonView.tsx')).ComparisonView }));
const ContainerView = lazy(async () => ({ default: (await import('./ContainerView.tsx')).ContainerView }));
const ImagesView = lazy(async () => ({ default: (await import('./ImagesView.tsx')).ImagesView }));
const NetworkView = lazy(async () => ({ default: (await import('./NetworkView.tsx')).NetworkView }));
const PreviewView = lazy(async () => ({ default: (await import('./PreviewView.tsx')).PreviewView }));

/** Every view of the engine, in the order of their tabs. Each has its title among the messages (`panels`). */
export const views = {
  layers: whenAwake(LayersView),
  builds: whenAwake(BuildsView),
  images: whenAwake(ImagesView),
  container: whenAwake(ContainerView),
  network: whenAwake(NetworkView),
  preview: whenAwake(PreviewView),
  api: whenAwake(ApiView),
  comparison: whenAwake(ComparisonView),
} as const satisfies Readonly<Record<string, ComponentType>>;

export type ViewName = keyof typeof views;
export const viewNames = Object.keys(views) as ViewName[];
