/** Command reference of `docker network …`; the notation is explained in reference.ts. */
export default `
> network connect [OPTIONS] NETWORK CONTAINER
Connect a container to a network
- alias strings Add network-scoped alias for the container
- driver-opt strings driver options for the network
- gw-priority int Highest gw-priority provides the default gateway. Accepts positive and negative values.
- ip string IPv4 address (e.g., "172.30.100.104")
- ip6 string IPv6 address (e.g., "2001:db8::33")
- link list Add link to another container
- link-local-ip strings Add a link-local address for the container

> network create [OPTIONS] NETWORK
Create a network
- attachable bool Enable manual container attachment
- aux-address map Auxiliary IPv4 or IPv6 addresses used by Network driver (default map[])
- config-from string The network from which to copy the configuration
- config-only bool Create a configuration only network
d driver string Driver to manage the Network (default "bridge")
- gateway strings IPv4 or IPv6 Gateway for the master subnet
- ingress bool Create swarm routing-mesh network
- internal bool Restrict external access to the network
- ip-range strings Allocate container ip from a sub-range
- ipam-driver string IP Address Management Driver (default "default")
- ipam-opt map Set IPAM driver specific options (default map[])
- ipv4 bool Enable or disable IPv4 address assignment (default true)
- ipv6 bool Enable or disable IPv6 address assignment
- label list Set metadata on a network
o opt map Set driver specific options (default map[])
- scope string Control the network's scope
- subnet strings Subnet in CIDR format that represents a network segment

> network disconnect [OPTIONS] NETWORK CONTAINER
Disconnect a container from a network
f force bool Force the container to disconnect from a network

> network inspect [OPTIONS] NETWORK [NETWORK...]
Display detailed information on one or more networks
f format string Format output using a custom template:¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates
v verbose bool Verbose output for diagnostics

> network ls [OPTIONS]
~ docker network ls, docker network list
List networks
f filter filter Provide filter values (e.g. "driver=bridge")
- format string Format output using a custom template:¶'table':            Print output in table format with column headers (default)¶'table TEMPLATE':   Print output in table format using the given Go template¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates
- no-trunc bool Do not truncate the output
q quiet bool Only display network IDs

> network prune [OPTIONS]
Remove all unused networks
- filter filter Provide filter values (e.g. "until=<timestamp>")
f force bool Do not prompt for confirmation

> network rm NETWORK [NETWORK...]
~ docker network rm, docker network remove
Remove one or more networks
f force bool Do not error if the network does not exist
`;
