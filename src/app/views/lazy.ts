import { lazy } from 'react';

// The views that are not there from the start come when they are first looked at.
export const BuildsView = lazy(async () => ({ default: (await import('./BuildsView.tsx')).BuildsView }));
export const ContainerView = lazy(async () => ({ default: (await import('./ContainerView.tsx')).ContainerView }));
export const ImagesView = lazy(async () => ({ default: (await import('./ImagesView.tsx')).ImagesView }));
export const PreviewView = lazy(async () => ({ default: (await import('./PreviewView.tsx')).PreviewView }));
