/** Command reference of `docker …`; the notation is explained in reference.ts. */
export default `
> login [OPTIONS] [SERVER]
Authenticate to a registry.¶Defaults to Docker Hub if no server is specified.
p password string Password or Personal Access Token (PAT)
- password-stdin bool Take the Password or Personal Access Token (PAT) from stdin
u username string Username

> logout [SERVER]
Log out from a registry.¶If no server is specified, the default is defined by the daemon.

> search [OPTIONS] TERM
Search Docker Hub for images
f filter filter Filter output based on conditions provided
- format string Pretty-print search using a Go template
- limit int Max number of search results
- no-trunc bool Don't truncate output

> version [OPTIONS]
Show the Docker version information
f format string Format output using a custom template:¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates

> inspect [OPTIONS] NAME|ID [NAME|ID...]
Return low-level information on Docker objects
f format string Format output using a custom template:¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates
s size bool Display total file sizes if the type is container
- type string Only inspect objects of the given type
`;
