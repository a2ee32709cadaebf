import { useMessages } from '../messages/messages.ts';
import { type ContainerSummary, type NetworkSummary, useEngine } from '../stores/engine.ts';
import { ContainerCard } from './ContainerCard.tsx';
import { made, Origin } from './Origin.tsx';
import { Volumes } from './Volumes.tsx';
import '../styles/network.css';

/** The map of the computer: networks as rails, containers hung on them, ports leading out, volumes plugged in. */
export function NetworkView() {
  const { network: words } = useMessages();
  const { networks, containers } = useEngine();
  const onto = ({ Name }: NetworkSummary) => containers.filter((each) => Name in each.NetworkSettings.Networks);
  const alone = containers.filter((each) => Object.keys(each.NetworkSettings.Networks).length === 0);
  // The three built-in ones say nothing while nobody is on them; bridge is where everybody starts.
  const shown = networks.filter((each) => each.Name === 'bridge' || !BUILT_IN.has(each.Name) || onto(each).length > 0);
  return (
    <div className="network-view">
      <h2>{words.title}</h2>
      {shown.map((network) => (
        <Rail key={network.Id} network={network} containers={onto(network)} />
      ))}
      {alone.length > 0 && (
        <section className="rail" aria-label={words.alone}>
          <h3>{words.alone}</h3>
          <ul className="hung">
            {alone.map((container) => (
              <ContainerCard key={container.Id} container={container} address={undefined} />
            ))}
          </ul>
        </section>
      )}
      <Volumes />
    </div>
  );
}

const BUILT_IN = new Set(['bridge', 'host', 'none']);

function Rail({ network, containers }: { network: NetworkSummary; containers: readonly ContainerSummary[] }) {
  const { network: words } = useMessages();
  const { Name, Id, Driver, Internal, IPAM } = network;
  const subnets = (IPAM.Config ?? []).map(({ Subnet }) => Subnet).join(', ');
  return (
    <section className="rail" data-driver={Driver} aria-label={words.named(Name)}>
      <h3>
        {Name}{' '}
        <span className="quiet">{[Driver, subnets, Internal && words.internal].filter((part) => part).join(', ')}</span>
      </h3>
      <Origin of={made(Id)} />
      {containers.length === 0 ? (
        <p className="quiet facts">{words.nobody}</p>
      ) : (
        <ul className="hung">
          {containers.map((container) => (
            <ContainerCard
              key={container.Id}
              container={container}
              address={container.NetworkSettings.Networks[Name]?.IPAddress}
            />
          ))}
        </ul>
      )}
      {containers.length > 1 && Name !== 'bridge' && Driver === 'bridge' && (
        <p className="quiet facts">{words.byName}</p>
      )}
    </section>
  );
}
