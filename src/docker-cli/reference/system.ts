/** Command reference of `docker system …`; the notation is explained in reference.ts. */
export default `
> info [OPTIONS]
> system info [OPTIONS]
~ docker system info, docker info
Display system-wide information
f format string Format output using a custom template:¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates

> system df [OPTIONS]
Show docker disk usage
- format string Format output using a custom template:¶'table':            Print output in table format with column headers (default)¶'table TEMPLATE':   Print output in table format using the given Go template¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates
v verbose bool Show detailed information on space usage

> system events [OPTIONS]
> events [OPTIONS]
~ docker system events, docker events
Get real time events from the server
f filter filter Filter output based on conditions provided
- format string Format output using a custom template:¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates
- since string Show all events created since timestamp
- until string Stream events until this timestamp

> system prune [OPTIONS]
Remove unused data
a all bool Remove all unused images not just dangling ones
- filter filter Provide filter values (e.g. "label=<key>=<value>")
f force bool Do not prompt for confirmation
- volumes bool Prune anonymous volumes
`;
