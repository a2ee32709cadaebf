import { useMessages } from '../messages/messages.ts';
import type { ContainerSummary } from '../stores/engine.ts';
import { showView } from '../stores/panels.ts';
import { showContainer, visitPort } from '../stores/selection.ts';
import { made, Origin } from './Origin.tsx';
import { shortId } from './words.ts';

interface CardProps {
  readonly container: ContainerSummary;
  /** On the network it is drawn on. */
  readonly address: string | undefined;
}

/** A container with what is plugged into it: ports that lead out, mounts at their paths. */
export function ContainerCard({ container, address }: CardProps) {
  const { network: words } = useMessages();
  const { Id, Names, State, Image, Mounts } = container;
  const name = Names[0]?.replace(/^\//, '') ?? shortId(Id);
  return (
    <li className="container-card" data-state={State}>
      <button
        type="button"
        className="card-name"
        onClick={() => {
          showContainer(Id);
          showView('container');
        }}
      >
        {name}
      </button>{' '}
      <span className="chip" data-state={State}>
        {State}
      </span>
      <p className="facts">
        <code>{Image}</code>
        {address ? `, ${address}` : ''}
      </p>
      <ul className="plugs">
        {portsOf(container).map(({ from, to, protocol }) => (
          <li key={`${from}-${to}`} className="plug port">
            {from === undefined ? (
              <span className="quiet">{words.exposed(to, protocol)}</span>
            ) : (
              <button
                type="button"
                onClick={() => {
                  visitPort(from);
                  showView('preview');
                }}
              >
                localhost:{from} <span aria-hidden="true">→</span>
                <span className="visually-hidden">{words.leadsTo}</span> {to}
              </button>
            )}
          </li>
        ))}
        {Mounts.map((mount) => (
          <li key={mount.Destination} className="plug mount" data-type={mount.Type}>
            <code>{mount.Destination}</code> <span aria-hidden="true">⟵</span>{' '}
            <span className="visually-hidden">{words.comesFrom}</span>
            {mount.Type === 'volume'
              ? words.volume(volumeName(mount.Name))
              : mount.Type === 'bind'
                ? mount.Source
                : mount.Type}
            {!mount.RW && ` (${words.readOnly})`}
          </li>
        ))}
      </ul>
      <Origin of={made(Id)} />
    </li>
  );
}

/** Anonymous volumes have long names that say nothing. */
export function volumeName(name: string | undefined): string {
  return name && /^[0-9a-f]{64}$/.test(name) ? shortId(name) : (name ?? '');
}

/** Each pair once: a port is published on IPv4 and IPv6. */
function portsOf({ Ports }: ContainerSummary): { from: number | undefined; to: number; protocol: string }[] {
  const pairs = new Map(
    Ports.map(({ PublicPort, PrivatePort, Type }) => [
      `${PublicPort}/${PrivatePort}`,
      { from: PublicPort, to: PrivatePort, protocol: Type },
    ]),
  );
  return [...pairs.values()];
}
