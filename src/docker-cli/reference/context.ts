/** Command reference of `docker context …`; the notation is explained in reference.ts. */
export default `
> context create [OPTIONS] CONTEXT
Create a context¶¶Docker endpoint config:¶¶NAME                DESCRIPTION¶from                Copy named context's Docker endpoint configuration¶host                Docker endpoint on which to connect¶ca                  Trust certs signed only by this CA¶cert                Path to TLS certificate file¶key                 Path to TLS key file¶skip-tls-verify     Skip TLS certificate validation¶¶Example:¶¶$ docker context create my-context --description "some description" --docker "host=tcp://myserver:2376,ca=~/ca-file,cert=~/cert-file,key=~/key-file"
- description string Description of the context
- docker stringToString set the docker endpoint (default [])
- from string create context from a named context

> context export [OPTIONS] CONTEXT [FILE|-]
Export a context to a tar archive FILE or a tar stream on STDOUT.

> context import CONTEXT FILE|-
Import a context from a tar or zip file

> context inspect [OPTIONS] [CONTEXT] [CONTEXT...]
Display detailed information on one or more contexts
f format string Format output using a custom template:¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates

> context ls [OPTIONS]
~ docker context ls, docker context list
List contexts
- format string Format output using a custom template:¶'table':            Print output in table format with column headers (default)¶'table TEMPLATE':   Print output in table format using the given Go template¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates
q quiet bool Only show context names

> context rm CONTEXT [CONTEXT...]
~ docker context rm, docker context remove
Remove one or more contexts
f force bool Force the removal of a context in use

> context show
Print the name of the current context

> context update [OPTIONS] CONTEXT
Update a context¶¶Docker endpoint config:¶¶NAME                DESCRIPTION¶from                Copy named context's Docker endpoint configuration¶host                Docker endpoint on which to connect¶ca                  Trust certs signed only by this CA¶cert                Path to TLS certificate file¶key                 Path to TLS key file¶skip-tls-verify     Skip TLS certificate validation¶¶Example:¶¶$ docker context update my-context --description "some description" --docker "host=tcp://myserver:2376,ca=~/ca-file,cert=~/cert-file,key=~/key-file"
- description string Description of the context
- docker stringToString set the docker endpoint (default [])

> context use CONTEXT
Set the current docker context
`;
