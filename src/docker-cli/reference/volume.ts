/** Command reference of `docker volume …`; the notation is explained in reference.ts. */
export default `
> volume create [OPTIONS] [VOLUME]
Create a volume
-! availability string Cluster Volume availability ("active", "pause", "drain") (default "active")
d driver string Specify volume driver name (default "local")
- label list Set metadata for a volume
-! group string Cluster Volume group (cluster volumes)
-! limit-bytes bytes Minimum size of the Cluster Volume in bytes
-! name string Specify volume name
-! required-bytes bytes Maximum size of the Cluster Volume in bytes
-! scope string Cluster Volume access scope ("single", "multi") (default "single")
-! secret map Cluster Volume secrets (default map[])
-! sharing string Cluster Volume access sharing ("none", "readonly", "onewriter", "all") (default "none")
-! topology-preferred list A topology that the Cluster Volume would be preferred in
-! topology-required list A topology that the Cluster Volume must be accessible from
-! type string Cluster Volume access type ("mount", "block") (default "block")
o opt map Set driver specific options (default map[])

> volume inspect [OPTIONS] VOLUME [VOLUME...]
Display detailed information on one or more volumes
f format string Format output using a custom template:¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates

> volume ls [OPTIONS]
~ docker volume ls, docker volume list
List volumes
-! cluster bool Display only cluster volumes, and use cluster volume list formatting
f filter filter Provide filter values (e.g. "dangling=true")
- format string Format output using a custom template:¶'table':            Print output in table format with column headers (default)¶'table TEMPLATE':   Print output in table format using the given Go template¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates
q quiet bool Only display volume names

> volume prune [OPTIONS]
Remove unused local volumes
a all bool Remove all unused volumes, not just anonymous ones
- filter filter Provide filter values (e.g. "label=<label>")
f force bool Do not prompt for confirmation

> volume rm [OPTIONS] VOLUME [VOLUME...]
~ docker volume rm, docker volume remove
Remove one or more volumes. You cannot remove a volume that is in use by a container.
f force bool Force the removal of one or more volumes
`;
