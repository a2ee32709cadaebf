import { useRunner } from '../stores/runner.ts';
import { type ViewName, viewNames } from './views.ts';

/** The views there is something to see in: without a runner there is nothing to compare with. */
export function useOfferedViews(): readonly ViewName[] {
  const hasRunner = useRunner((state) => state.known !== undefined);
  return viewNames.filter((name) => name !== 'comparison' || hasRunner);
}
