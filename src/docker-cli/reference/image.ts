/** Command reference of `docker image …`; the notation is explained in reference.ts. */
export default `
> pull [OPTIONS] NAME[:TAG|@DIGEST]
> image pull [OPTIONS] NAME[:TAG|@DIGEST]
~ docker image pull, docker pull
Download an image from a registry
a all-tags bool Download all tagged images in the repository
- disable-content-trust bool Skip image verification (default true)
- platform string Set platform if server is multi-platform capable
q quiet bool Suppress verbose output

> push [OPTIONS] NAME[:TAG]
> image push [OPTIONS] NAME[:TAG]
~ docker image push, docker push
Upload an image to a registry
a all-tags bool Push all tags of an image to the repository
- disable-content-trust bool Skip image signing (default true)
- platform string Push a platform-specific manifest as a single-platform image to the registry.¶Image index won't be pushed, meaning that other manifests, including attestations won't be preserved.¶'os[/arch[/variant]]': Explicit platform (eg. linux/amd64)
q quiet bool Suppress verbose output

> images [OPTIONS] [REPOSITORY[:TAG]]
> image ls [OPTIONS] [REPOSITORY[:TAG]]
~ docker image ls, docker image list, docker images
List images
a all bool Show all images (default hides intermediate images)
- digests bool Show digests
f filter filter Filter output based on conditions provided
- format string Format output using a custom template:¶'table':            Print output in table format with column headers (default)¶'table TEMPLATE':   Print output in table format using the given Go template¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates
- no-trunc bool Don't truncate output
q quiet bool Only show image IDs
- tree bool List multi-platform images as a tree (EXPERIMENTAL)

> image history [OPTIONS] IMAGE
> history [OPTIONS] IMAGE
~ docker image history, docker history
Show the history of an image
- format string Format output using a custom template:¶'table':            Print output in table format with column headers (default)¶'table TEMPLATE':   Print output in table format using the given Go template¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates
H human bool Print sizes and dates in human readable format (default true)
- no-trunc bool Don't truncate output
- platform string Show history for the given platform. Formatted as "os[/arch[/variant]]" (e.g., "linux/amd64")
q quiet bool Only show image IDs

> image import [OPTIONS] file|URL|- [REPOSITORY[:TAG]]
> import [OPTIONS] file|URL|- [REPOSITORY[:TAG]]
~ docker image import, docker import
Import the contents from a tarball to create a filesystem image
c change list Apply Dockerfile instruction to the created image
m message string Set commit message for imported image
- platform string Set platform if server is multi-platform capable

> image inspect [OPTIONS] IMAGE [IMAGE...]
Display detailed information on one or more images
f format string Format output using a custom template:¶'json':             Print in JSON format¶'TEMPLATE':         Print output using the given Go template.¶Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates
- platform string Inspect a specific platform of the multi-platform image.¶If the image or the server is not multi-platform capable, the command will error out if the platform does not match.¶'os[/arch[/variant]]': Explicit platform (eg. linux/amd64)

> image load [OPTIONS]
> load [OPTIONS]
~ docker image load, docker load
Load an image from a tar archive or STDIN
i input string Read from tar archive file, instead of STDIN
- platform string Load only the given platform variant. Formatted as "os[/arch[/variant]]" (e.g., "linux/amd64")
q quiet bool Suppress the load output

> image prune [OPTIONS]
Remove unused images
a all bool Remove all unused images, not just dangling ones
- filter filter Provide filter values (e.g. "until=<timestamp>")
f force bool Do not prompt for confirmation

> image rm [OPTIONS] IMAGE [IMAGE...]
> rmi [OPTIONS] IMAGE [IMAGE...]
~ docker image rm, docker image remove, docker rmi
Remove one or more images
f force bool Force removal of the image
- no-prune bool Do not delete untagged parents
- platform strings Remove only the given platform variant. Formatted as "os[/arch[/variant]]" (e.g., "linux/amd64")

> image save [OPTIONS] IMAGE [IMAGE...]
> save [OPTIONS] IMAGE [IMAGE...]
~ docker image save, docker save
Save one or more images to a tar archive (streamed to STDOUT by default)
o output string Write to a file, instead of STDOUT
- platform string Save only the given platform variant. Formatted as "os[/arch[/variant]]" (e.g., "linux/amd64")

> image tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]
> tag SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]
~ docker image tag, docker tag
Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE
`;
