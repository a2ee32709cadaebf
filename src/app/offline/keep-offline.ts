import { create } from 'zustand';
import { useMachine } from '../stores/machine.ts';

interface OfflineState {
  /** Changes to the new version that waits; undefined when none does or it shall wait. */
  readonly update: (() => Promise<void>) | undefined;
}

export const useOffline = create<OfflineState>(() => ({ update: undefined }));

/** Milliseconds after which the first visit has what it needs, and the rest may be fetched. */
const SETTLED = 8000;

/** Has the browser keep the page for when there is no network. Not in somebody else's frame, nor while the page is developed. */
export async function keepOffline(): Promise<void> {
  if (import.meta.env.MODE !== 'production' || window.top !== window || !('serviceWorker' in navigator)) return;
  await new Promise((resolve) => setTimeout(resolve, SETTLED));
  const { registerSW } = await import('virtual:pwa-register');
  const update = registerSW({
    immediate: true,
    onNeedRefresh: () => useOffline.setState({ update: () => update(true) }),
  });
}

/** Changes to the new version; the computer is stored before. */
export async function takeUpdate(): Promise<void> {
  const { update } = useOffline.getState();
  await useMachine.getState().machine?.save();
  await update?.();
}

export function leaveUpdate(): void {
  useOffline.setState({ update: undefined });
}
