import { useMessages } from '../messages/messages.ts';
import type { ContainerSummary } from '../stores/engine.ts';
import { showView } from '../stores/panels.ts';
import { volumeName } from './ContainerCard.tsx';
import '../styles/network.css';

/** What is plugged into a container's tree: it bypasses the layers and outlives the container. */
export function Mounts({ container: { Mounts: mounts } }: { readonly container: ContainerSummary }) {
  const { network: words } = useMessages();
  if (mounts.length === 0) return null;
  return (
    <ul className="plugs" aria-label={words.volumes}>
      {mounts.map((mount) => (
        <li key={mount.Destination} className="plug mount" data-type={mount.Type}>
          <code>{mount.Destination}</code> <span aria-hidden="true">⟵</span>
          <span className="visually-hidden">{words.comesFrom}</span>{' '}
          {mount.Type === 'volume' ? (
            <button type="button" onClick={() => showView('network')}>
              {words.volume(volumeName(mount.Name))}
            </button>
          ) : (
            mount.Source || mount.Type
          )}
          {!mount.RW && ` (${words.readOnly})`}
        </li>
      ))}
    </ul>
  );
}
