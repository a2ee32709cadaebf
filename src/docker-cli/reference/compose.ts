/** Command reference of `docker compose …`; the notation is explained in reference.ts. */
export default `
> compose [OPTIONS] COMMAND
Define and run multi-container applications with Docker
- all-resources bool Include all resources, even those not used by services
- ansi string Control when to print ANSI control characters ("never"|"always"|"auto") (default "auto")
- compatibility bool Run compose in backward compatibility mode
- dry-run bool Execute command in dry run mode
- env-file stringArray Specify an alternate environment file
f file stringArray Compose configuration files
- parallel int Control max parallelism, -1 for unlimited (default -1)
- profile stringArray Specify a profile to enable
- progress string Set type of progress output (auto, tty, plain, json, quiet)
- project-directory string Specify an alternate working directory¶(default: the path of the, first specified, Compose file)
p project-name string Project name

> compose attach [OPTIONS] SERVICE
Attach local standard input, output, and error streams to a service's running container
- detach-keys string Override the key sequence for detaching from a container.
- dry-run bool Execute command in dry run mode
- index int index of the container if service has multiple replicas.
- no-stdin bool Do not attach STDIN
- sig-proxy bool Proxy all received signals to the process (default true)

> compose build [OPTIONS] [SERVICE...]
Build or rebuild services
- build-arg stringArray Set build-time variables for services
- builder string Set builder to use
- check bool Check build configuration
- dry-run bool Execute command in dry run mode
m memory bytes Set memory limit for the build container. Not supported by BuildKit.
- no-cache bool Do not use cache when building the image
- print bool Print equivalent bake file
- provenance string Add a provenance attestation
- pull bool Always attempt to pull a newer version of the image
- push bool Push service images
q quiet bool Suppress the build output
- sbom string Add a SBOM attestation
- ssh string Set SSH authentications used when building service images. (use 'default' for using your default SSH Agent)
- with-dependencies bool Also build dependencies (transitively)

> compose commit [OPTIONS] SERVICE [REPOSITORY[:TAG]]
Create a new image from a service container's changes
a author string Author (e.g., "John Hannibal Smith <hannibal@a-team.com>")
c change list Apply Dockerfile instruction to the created image
- dry-run bool Execute command in dry run mode
- index int index of the container if service has multiple replicas.
m message string Commit message
p pause bool Pause container during commit (default true)

> compose config [OPTIONS] [SERVICE...]
Parse, resolve and render compose file in canonical format
- dry-run bool Execute command in dry run mode
- environment bool Print environment used for interpolation.
- format string Format the output. Values: [yaml | json]
- hash string Print the service config hash, one per line.
- images bool Print the image names, one per line.
- lock-image-digests bool Produces an override file with image digests
- models bool Print the model names, one per line.
- networks bool Print the network names, one per line.
- no-consistency bool Don't check model consistency - warning: may produce invalid Compose output
- no-env-resolution bool Don't resolve service env files
- no-interpolate bool Don't interpolate environment variables
- no-normalize bool Don't normalize compose model
- no-path-resolution bool Don't resolve file paths
o output string Save to file (default to stdout)
- profiles bool Print the profile names, one per line.
q quiet bool Only validate the configuration, don't print anything
- resolve-image-digests bool Pin image tags to digests
- services bool Print the service names, one per line.
- variables bool Print model variables and default values.
- volumes bool Print the volume names, one per line.

> compose cp [OPTIONS] SERVICE:SRC_PATH DEST_PATH|-¶	docker compose cp [OPTIONS] SRC_PATH|- SERVICE:DEST_PATH
Copy files/folders between a service container and the local filesystem
- all bool Include containers created by the run command
a archive bool Archive mode (copy all uid/gid information)
- dry-run bool Execute command in dry run mode
L follow-link bool Always follow symbol link in SRC_PATH
- index int Index of the container if service has multiple replicas

> compose create [OPTIONS] [SERVICE...]
Creates containers for a service
- build bool Build images before starting containers
- dry-run bool Execute command in dry run mode
- force-recreate bool Recreate containers even if their configuration and image haven't changed
- no-build bool Don't build an image, even if it's policy
- no-recreate bool If containers already exist, don't recreate them. Incompatible with --force-recreate.
- pull string Pull image before running ("always"|"missing"|"never"|"build") (default "policy")
- quiet-pull bool Pull without printing progress information
- remove-orphans bool Remove containers for services not defined in the Compose file
- scale scale Scale SERVICE to NUM instances. Overrides the scale setting in the Compose file if present.
y yes bool Assume "yes" as answer to all prompts and run non-interactively

> compose down [OPTIONS] [SERVICES]
Stop and remove containers, networks
- dry-run bool Execute command in dry run mode
- remove-orphans bool Remove containers for services not defined in the Compose file
- rmi string Remove images used by services. "local" remove only images that don't have a custom tag ("local"|"all")
t timeout int Specify a shutdown timeout in seconds
v volumes bool Remove named volumes declared in the "volumes" section of the Compose file and anonymous volumes attached to containers

> compose events [OPTIONS] [SERVICE...]
Receive real time events from containers
- dry-run bool Execute command in dry run mode
- json bool Output events as a stream of json objects
- since string Show all events created since timestamp
- until string Stream events until this timestamp

> compose exec [OPTIONS] SERVICE COMMAND [ARGS...]
Execute a command in a running container
d detach bool Detached mode: Run command in the background
- dry-run bool Execute command in dry run mode
e env stringArray Set environment variables
- index int Index of the container if service has multiple replicas
T no-tty bool Disable pseudo-TTY allocation. By default 'docker compose exec' allocates a TTY.
- privileged bool Give extended privileges to the process
u user string Run the command as this user
w workdir string Path to workdir directory for this command

> compose export [OPTIONS] SERVICE
Export a service container's filesystem as a tar archive
- dry-run bool Execute command in dry run mode
- index int index of the container if service has multiple replicas.
o output string Write to a file, instead of STDOUT

> compose images [OPTIONS] [SERVICE...]
List images used by the created containers
- dry-run bool Execute command in dry run mode
- format string Format the output. Values: [table | json] (default "table")
q quiet bool Only display IDs

> compose kill [OPTIONS] [SERVICE...]
Force stop service containers
- dry-run bool Execute command in dry run mode
- remove-orphans bool Remove containers for services not defined in the Compose file
s signal string SIGNAL to send to the container (default "SIGKILL")

> compose logs [OPTIONS] [SERVICE...]
View output from containers
- dry-run bool Execute command in dry run mode
f follow bool Follow log output
- index int index of the container if service has multiple replicas
- no-color bool Produce monochrome output
- no-log-prefix bool Don't print prefix in logs
- since string Show logs since timestamp (e.g. 2013-01-02T13:23:37Z) or relative (e.g. 42m for 42 minutes)
n tail string Number of lines to show from the end of the logs for each container (default "all")
t timestamps bool Show timestamps
- until string Show logs before a timestamp (e.g. 2013-01-02T13:23:37Z) or relative (e.g. 42m for 42 minutes)

> compose ls [OPTIONS]
List running compose projects
a all bool Show all stopped Compose projects
- dry-run bool Execute command in dry run mode
- filter filter Filter output based on conditions provided
- format string Format the output. Values: [table | json] (default "table")
q quiet bool Only display project names

> compose pause [SERVICE...]
Pause services
- dry-run bool Execute command in dry run mode

> compose port [OPTIONS] SERVICE PRIVATE_PORT
Print the public port for a port binding
- dry-run bool Execute command in dry run mode
- index int Index of the container if service has multiple replicas
- protocol string tcp or udp (default "tcp")

> compose ps [OPTIONS] [SERVICE...]
List containers
a all bool Show all stopped containers (including those created by the run command)
- dry-run bool Execute command in dry run mode
- filter string Filter services by a property (supported filters: status)
- format string Format output using a custom template:¶'table':            Print output in table format with column headers (default)¶'table TEMPLATE':   Print output in table format using the given Go template¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates (default "table")
- no-trunc bool Don't truncate output
- orphans bool Include orphaned services (not declared by project) (default true)
q quiet bool Only display IDs
- services bool Display services
- status stringArray Filter services by status. Values: [paused | restarting | removing | running | dead | created | exited]

> compose publish [OPTIONS] REPOSITORY[:TAG]
Publish compose application
- app bool Published compose application (includes referenced images)
- dry-run bool Execute command in dry run mode
- oci-version string OCI image/artifact specification version (automatically determined by default)
- resolve-image-digests bool Pin image tags to digests
- with-env bool Include environment variables in the published OCI artifact
y yes bool Assume "yes" as answer to all prompts

> compose pull [OPTIONS] [SERVICE...]
Pull service images
- dry-run bool Execute command in dry run mode
- ignore-buildable bool Ignore images that can be built
- ignore-pull-failures bool Pull what it can and ignores images with pull failures
- include-deps bool Also pull services declared as dependencies
- policy string Apply pull policy ("missing"|"always")
q quiet bool Pull without printing progress information

> compose push [OPTIONS] [SERVICE...]
Push service images
- dry-run bool Execute command in dry run mode
- ignore-push-failures bool Push what it can and ignores images with push failures
- include-deps bool Also push images of services declared as dependencies
q quiet bool Push without printing progress information

> compose restart [OPTIONS] [SERVICE...]
Restart service containers
- dry-run bool Execute command in dry run mode
- no-deps bool Don't restart dependent services
t timeout int Specify a shutdown timeout in seconds

> compose rm [OPTIONS] [SERVICE...]
Removes stopped service containers¶¶By default, anonymous volumes attached to containers will not be removed. You¶can override this with -v. To list all volumes, use "docker volume ls".¶¶Any data which is not in a volume will be lost.
- dry-run bool Execute command in dry run mode
f force bool Don't ask to confirm removal
s stop bool Stop the containers, if required, before removing
v volumes bool Remove any anonymous volumes attached to containers

> compose run [OPTIONS] SERVICE [COMMAND] [ARGS...]
Run a one-off command on a service
- build bool Build image before starting container
- cap-add list Add Linux capabilities
- cap-drop list Drop Linux capabilities
d detach bool Run container in background and print container ID
- dry-run bool Execute command in dry run mode
- entrypoint string Override the entrypoint of the image
e env stringArray Set environment variables
- env-from-file stringArray Set environment variables from file
i interactive bool Keep STDIN open even if not attached (default true)
l label stringArray Add or override a label
- name string Assign a name to the container
T no-TTY bool Disable pseudo-TTY allocation (default: auto-detected)
- no-deps bool Don't start linked services
p publish stringArray Publish a container's port(s) to the host
- pull string Pull image before running ("always"|"missing"|"never") (default "policy")
q quiet bool Don't print anything to STDOUT
- quiet-build bool Suppress progress output from the build process
- quiet-pull bool Pull without printing progress information
- remove-orphans bool Remove containers for services not defined in the Compose file
- rm bool Automatically remove the container when it exits
P service-ports bool Run command with all service's ports enabled and mapped to the host
- use-aliases bool Use the service's network useAliases in the network(s) the container connects to
u user string Run as specified username or uid
v volume stringArray Bind mount a volume
w workdir string Working directory inside the container

> compose scale [SERVICE=REPLICAS...]
Scale services 
- dry-run bool Execute command in dry run mode
- no-deps bool Don't start linked services

> compose start [SERVICE...]
Start services
- dry-run bool Execute command in dry run mode

> compose stats [OPTIONS] [SERVICE]
Display a live stream of container(s) resource usage statistics
a all bool Show all containers (default shows just running)
- dry-run bool Execute command in dry run mode
- format string Format output using a custom template:¶'table':            Print output in table format with column headers (default)¶'table TEMPLATE':   Print output in table format using the given Go template¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/engine/cli/formatting/ for more information about formatting output with templates
- no-stream bool Disable streaming stats and only pull the first result
- no-trunc bool Do not truncate output

> compose stop [OPTIONS] [SERVICE...]
Stop services
- dry-run bool Execute command in dry run mode
t timeout int Specify a shutdown timeout in seconds

> compose top [SERVICES...]
Display the running processes
- dry-run bool Execute command in dry run mode

> compose unpause [SERVICE...]
Unpause services
- dry-run bool Execute command in dry run mode

> compose up [OPTIONS] [SERVICE...]
Create and start containers
- abort-on-container-exit bool Stops all containers if any container was stopped. Incompatible with -d
- abort-on-container-failure bool Stops all containers if any container exited with failure. Incompatible with -d
- always-recreate-deps bool Recreate dependent containers. Incompatible with --no-recreate.
- attach stringArray Restrict attaching to the specified services. Incompatible with --attach-dependencies.
- attach-dependencies bool Automatically attach to log output of dependent services
- build bool Build images before starting containers
d detach bool Detached mode: Run containers in the background
- dry-run bool Execute command in dry run mode
- exit-code-from string Return the exit code of the selected service container. Implies --abort-on-container-exit
- force-recreate bool Recreate containers even if their configuration and image haven't changed
- menu bool Enable interactive shortcuts when running attached. Incompatible with --detach. Can also be enable/disable by setting COMPOSE_MENU environment var.
- no-attach stringArray Do not attach (stream logs) to the specified services
- no-build bool Don't build an image, even if it's policy
- no-color bool Produce monochrome output
- no-deps bool Don't start linked services
- no-log-prefix bool Don't print prefix in logs
- no-recreate bool If containers already exist, don't recreate them. Incompatible with --force-recreate.
- no-start bool Don't start the services after creating them
- pull string Pull image before running ("always"|"missing"|"never") (default "policy")
- quiet-build bool Suppress the build output
- quiet-pull bool Pull without printing progress information
- remove-orphans bool Remove containers for services not defined in the Compose file
V renew-anon-volumes bool Recreate anonymous volumes instead of retrieving data from the previous containers
- scale scale Scale SERVICE to NUM instances. Overrides the scale setting in the Compose file if present.
t timeout int Use this timeout in seconds for container shutdown when attached or when containers are already running
- timestamps bool Show timestamps
- wait bool Wait for services to be running|healthy. Implies detached mode.
- wait-timeout int Maximum duration in seconds to wait for the project to be running|healthy
w watch bool Watch source code and rebuild/refresh containers when files are updated.
y yes bool Assume "yes" as answer to all prompts and run non-interactively

> compose version [OPTIONS]
Show the Docker Compose version information
- dry-run bool Execute command in dry run mode
f format string Format the output. Values: [pretty | json]. (Default: pretty)
- short bool Shows only Compose's version number

> compose volumes [OPTIONS] [SERVICE...]
List volumes
- dry-run bool Execute command in dry run mode
- format string Format output using a custom template:¶'table':            Print output in table format with column headers (default)¶'table TEMPLATE':   Print output in table format using the given Go template¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates (default "table")
q quiet bool Only display volume names

> compose wait SERVICE [SERVICE...] [OPTIONS]
Block until containers of all (or specified) services stop.
- down-project bool Drops project when the first container stops
- dry-run bool Execute command in dry run mode

> compose watch [SERVICE...]
Watch build context for service and rebuild/refresh containers when files are updated
- dry-run bool Execute command in dry run mode
- no-up bool Do not build & start services before watching
- prune bool Prune dangling images on rebuild (default true)
- quiet bool hide build output

> compose bridge [OPTIONS] COMMAND
Convert compose files into another model
- dry-run bool Execute command in dry run mode
`;
