import type { ComponentType } from 'react';
import { useMessages } from '../messages/messages.ts';
import { useMachine } from '../stores/machine.ts';

/** A view of an engine that has not been started says so, and how to start it: nothing is known of it, not even that it has no images. */
export function whenAwake(View: ComponentType): ComponentType {
  return function Awake() {
    const { panels } = useMessages();
    const asleep = useMachine((state) => state.phase === 'asleep');
    return asleep ? <p className="quiet padded">{panels.asleep}</p> : <View />;
  };
}
