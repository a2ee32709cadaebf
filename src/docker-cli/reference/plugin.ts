/** Command reference of `docker plugin …`; the notation is explained in reference.ts. */
export default `
> plugin create [OPTIONS] PLUGIN PLUGIN-DATA-DIR
Create a plugin from a rootfs and configuration. Plugin data directory must contain config.json and rootfs directory.
- compress bool Compress the context using gzip

> plugin disable [OPTIONS] PLUGIN
Disable a plugin
f force bool Force the disable of an active plugin

> plugin enable [OPTIONS] PLUGIN
Enable a plugin
- timeout int HTTP client timeout (in seconds) (default 30)

> plugin inspect [OPTIONS] PLUGIN [PLUGIN...]
Display detailed information on one or more plugins
f format string Format output using a custom template:¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates

> plugin install [OPTIONS] PLUGIN [KEY=VALUE...]
Install a plugin
- alias string Local name for plugin
- disable bool Do not enable the plugin on install
- disable-content-trust bool Skip image verification (default true)
- grant-all-permissions bool Grant all permissions necessary to run the plugin

> plugin ls [OPTIONS]
~ docker plugin ls, docker plugin list
List plugins
f filter filter Provide filter values (e.g. "enabled=true")
- format string Format output using a custom template:¶'table':            Print output in table format with column headers (default)¶'table TEMPLATE':   Print output in table format using the given Go template¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates
- no-trunc bool Don't truncate output
q quiet bool Only display plugin IDs

> plugin push [OPTIONS] PLUGIN[:TAG]
Push a plugin to a registry
- disable-content-trust bool Skip image signing (default true)

> plugin rm [OPTIONS] PLUGIN [PLUGIN...]
~ docker plugin rm, docker plugin remove
Remove one or more plugins
f force bool Force the removal of an active plugin

> plugin set PLUGIN KEY=VALUE [KEY=VALUE...]
Change settings for a plugin

> plugin upgrade [OPTIONS] PLUGIN [REMOTE]
Upgrade an existing plugin
- disable-content-trust bool Skip image verification (default true)
- grant-all-permissions bool Grant all permissions necessary to run the plugin
- skip-remote-check bool Do not check if specified remote plugin matches existing plugin image
`;
