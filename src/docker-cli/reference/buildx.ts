/** Command reference of `docker buildx …`; the notation is explained in reference.ts. */
export default `
> buildx history inspect attachment [OPTIONS] [REF [DIGEST]]
Inspect a build record attachment
- builder string Override the configured builder instance
D debug bool Enable debug logging
- platform string Platform of attachment
- type string Type of attachment

> buildx history export [OPTIONS] [REF...]
Export build records into Docker Desktop bundle
- all bool Export all build records for the builder
- builder string Override the configured builder instance
D debug bool Enable debug logging
- finalize bool Ensure build records are finalized before exporting
o output string Output file path

> buildx history import [OPTIONS] -
Import build records into Docker Desktop
- builder string Override the configured builder instance
D debug bool Enable debug logging
f file stringArray Import from a file path

> buildx history logs [OPTIONS] [REF]
Print the logs of a build record
- builder string Override the configured builder instance
D debug bool Enable debug logging
- progress string Set type of progress output (plain, rawjson, tty) (default "plain")

> buildx history ls [OPTIONS]
List build records
- builder string Override the configured builder instance
D debug bool Enable debug logging
- filter stringArray Provide filter values (e.g., "status=error")
- format string Format the output (default "table")
- local bool List records for current repository only
- no-trunc bool Don't truncate output

> buildx history open [OPTIONS] [REF]
Open a build record in Docker Desktop
- builder string Override the configured builder instance
D debug bool Enable debug logging

> buildx history rm [OPTIONS] [REF...]
Remove build records
- all bool Remove all build records
- builder string Override the configured builder instance
D debug bool Enable debug logging

> buildx imagetools create [OPTIONS] [SOURCE...]
Create a new image based on source images
- annotation stringArray Add annotation to the image
- append bool Append to existing manifest
- builder string Override the configured builder instance
D debug bool Enable debug logging
- dry-run bool Show final image instead of pushing
f file stringArray Read source descriptor from file
p platform stringArray Filter specified platforms of target image
- prefer-index bool When only a single source is specified, prefer outputting an image index or manifest list instead of performing a carbon copy (default true)
- progress string Set type of progress output ("auto", "none", "plain", "rawjson", "tty"). Use plain to show container output (default "auto")
t tag stringArray Set reference for new image

> buildx imagetools inspect [OPTIONS] NAME
Show details of an image in the registry
- builder string Override the configured builder instance
D debug bool Enable debug logging
- format string Format the output using the given Go template
- raw bool Show original, unformatted JSON manifest

> buildx bake [OPTIONS] [TARGET...]
~ docker buildx bake, docker buildx f
Build from a file
- allow stringArray Allow build to access specified resources
- builder string Override the configured builder instance
- call string Set method for evaluating build ("check", "outline", "targets") (default "build")
- check bool Shorthand for "--call=check"
D debug bool Enable debug logging
f file stringArray Build definition file
- list string List targets or variables
- load bool Shorthand for "--set=*.output=type=docker". Conditional.
- metadata-file string Write build result metadata to a file
- no-cache bool Do not use cache when building the image
- print bool Print the options without building
- progress string Set type of progress output ("auto", "none",  "plain", "quiet", "rawjson", "tty"). Use plain to show container output (default "auto")
- provenance string Shorthand for "--set=*.attest=type=provenance"
- pull bool Always attempt to pull all referenced images
- push bool Shorthand for "--set=*.output=type=registry". Conditional.
- sbom string Shorthand for "--set=*.attest=type=sbom"
- set stringArray Override target value (e.g., "targetpattern.key=value")

> buildx build [OPTIONS] PATH | URL | -
~ docker build, docker builder build, docker image build, docker buildx b
Start a build
- add-host strings Add a custom host-to-IP mapping (format: "host:ip")
- allow stringArray Allow extra privileged entitlement (e.g., "network.host", "security.insecure", "device")
- annotation stringArray Add annotation to the image
- attest stringArray Attestation parameters (format: "type=sbom,generator=image")
- build-arg stringArray Set build-time variables
- build-context stringArray Additional build contexts (e.g., name=path)
- builder string Override the configured builder instance
- cache-from stringArray External cache sources (e.g., "user/app:cache", "type=local,src=path/to/dir")
- cache-to stringArray Cache export destinations (e.g., "user/app:cache", "type=local,dest=path/to/dir")
- call string Set method for evaluating build ("check", "outline", "targets") (default "build")
- cgroup-parent string Set the parent cgroup for the "RUN" instructions during build
- check bool Shorthand for "--call=check"
D debug bool Enable debug logging
f file string Name of the Dockerfile (default: "PATH/Dockerfile")
- iidfile string Write the image ID to a file
- label stringArray Set metadata for an image
- load bool Shorthand for "--output=type=docker"
- metadata-file string Write build result metadata to a file
- network string Set the networking mode for the "RUN" instructions during build (default "default")
- no-cache bool Do not use cache when building the image
- no-cache-filter stringArray Do not cache specified stages
o output stringArray Output destination (format: "type=local,dest=path")
- platform stringArray Set target platform for build
- progress string Set type of progress output ("auto", "none",  "plain", "quiet", "rawjson", "tty"). Use plain to show container output (default "auto")
- provenance string Shorthand for "--attest=type=provenance"
- pull bool Always attempt to pull all referenced images
- push bool Shorthand for "--output=type=registry"
q quiet bool Suppress the build output and print image ID on success
- sbom string Shorthand for "--attest=type=sbom"
- secret stringArray Secret to expose to the build (format: "id=mysecret[,src=/local/secret]")
- shm-size bytes Shared memory size for build containers
- ssh stringArray SSH agent socket or keys to expose to the build (format: "default|<id>[=<socket>|<key>[,<key>]]")
t tag stringArray Name and optionally a tag (format: "name:tag")
- target string Set the target build stage to build
- ulimit ulimit Ulimit options (default [])
-! compress bool Compress the build context using gzip
-! cpu-period int Limit the CPU CFS (Completely Fair Scheduler) period
-! cpu-quota int Limit the CPU CFS (Completely Fair Scheduler) quota
c! cpu-shares int CPU shares (relative weight)
-! cpuset-cpus string CPUs in which to allow execution ("0-3", "0,1")
-! cpuset-mems string MEMs in which to allow execution ("0-3", "0,1")
-! force-rm bool Always remove intermediate containers
-! isolation string Container isolation technology
m! memory string Memory limit
-! memory-swap string Swap limit equal to memory plus swap: "-1" to enable unlimited swap
-! rm bool Remove intermediate containers after a successful build (default true)
-! security-opt stringArray Security options
-! squash bool Squash newly built layers into a single new layer

> buildx create [OPTIONS] [CONTEXT|ENDPOINT]
Create a new builder instance
- append bool Append a node to builder instead of changing it
- bootstrap bool Boot builder after creation
- buildkitd-config string BuildKit daemon config file
- buildkitd-flags string BuildKit daemon flags
D debug bool Enable debug logging
- driver string Driver to use (available: "docker-container", "kubernetes", "remote")
- driver-opt stringArray Options for the driver
- leave bool Remove a node from builder instead of changing it
- name string Builder instance name
- node string Create/modify node with given name
- platform stringArray Fixed platforms for current node
- use bool Set the current builder instance

> buildx dial-stdio
Proxy current stdio streams to builder instance
- builder string Override the configured builder instance
D debug bool Enable debug logging
- platform string Target platform: this is used for node selection
- progress string Set type of progress output ("auto", "plain", "rawjson", "tty"). Use plain to show container output (default "none")

> buildx du
Disk usage
- builder string Override the configured builder instance
D debug bool Enable debug logging
- filter filter Provide filter values
- format string Format the output
- verbose bool Shorthand for "--format=pretty"

> buildx inspect [NAME]
Inspect current builder instance
- bootstrap bool Ensure builder has booted before inspecting
- builder string Override the configured builder instance
D debug bool Enable debug logging

> buildx ls
List builder instances
D debug bool Enable debug logging
- format string Format the output (default "table")
- no-trunc bool Don't truncate output

> buildx prune
Remove build cache
a all bool Include internal/frontend images
- builder string Override the configured builder instance
D debug bool Enable debug logging
- filter filter Provide filter values
f force bool Do not prompt for confirmation
-! keep-storage bytes Amount of disk space to keep for cache
- max-used-space bytes Maximum amount of disk space allowed to keep for cache
- min-free-space bytes Target amount of free disk space after pruning
- reserved-space bytes Amount of disk space always allowed to keep for cache
- verbose bool Provide a more verbose output

> buildx rm [OPTIONS] [NAME...]
Remove one or more builder instances
- all-inactive bool Remove all inactive builders
- builder string Override the configured builder instance
D debug bool Enable debug logging
f force bool Do not prompt for confirmation
- keep-daemon bool Keep the BuildKit daemon running
- keep-state bool Keep BuildKit state

> buildx stop [NAME]
Stop builder instance
- builder string Override the configured builder instance
D debug bool Enable debug logging

> buildx use [OPTIONS] NAME
Set the current builder instance
- builder string Override the configured builder instance
D debug bool Enable debug logging
- default bool Set builder as default for current context
- global bool Builder persists context changes

> buildx version
Show buildx version information
D debug bool Enable debug logging
`;
