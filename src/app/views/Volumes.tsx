import { useMessages } from '../messages/messages.ts';
import { useEngine } from '../stores/engine.ts';
import { volumeName } from './ContainerCard.tsx';
import { made, Origin } from './Origin.tsx';

/** Every volume, and where it is plugged in. */
export function Volumes() {
  const { network: words } = useMessages();
  const { volumes, containers } = useEngine();
  if (volumes.length === 0) return null;
  return (
    <section aria-label={words.volumes}>
      <h2>{words.volumes}</h2>
      <ul className="volume-list">
        {volumes.map(({ Name, Mountpoint }) => {
          const plugged = containers.flatMap(({ Names, Mounts }) =>
            Mounts.filter((mount) => mount.Name === Name).map(({ Destination }) => ({
              container: Names[0]?.replace(/^\//, '') ?? '',
              Destination,
            })),
          );
          return (
            <li key={Name} className="plug mount" data-type="volume">
              <strong title={Mountpoint}>{volumeName(Name)}</strong>
              {plugged.length === 0 ? (
                <span className="quiet">{words.unplugged}</span>
              ) : (
                plugged.map(({ container, Destination }) => (
                  <span key={`${container}${Destination}`}>
                    <span aria-hidden="true">⟶</span> <span className="visually-hidden">{words.pluggedInto}</span>{' '}
                    {container} <code>{Destination}</code>
                  </span>
                ))
              )}
              <Origin of={made(Name)} />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
