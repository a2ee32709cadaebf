/** Command reference of `docker manifest …`; the notation is explained in reference.ts. */
export default `
> manifest annotate [OPTIONS] MANIFEST_LIST MANIFEST
Add additional information to a local image manifest¶¶EXPERIMENTAL:¶  docker manifest annotate is an experimental feature.¶  Experimental features provide early access to product functionality. These¶  features may change between releases without warning, or can be removed from a¶  future release. Learn more about experimental features in our documentation:¶  https://docs.docker.com/go/experimental/
- arch string Set architecture
- os string Set operating system
- os-features strings Set operating system feature
- os-version string Set operating system version
- variant string Set architecture variant

> manifest create MANIFEST_LIST MANIFEST [MANIFEST...]
Create a local manifest list for annotating and pushing to a registry¶¶EXPERIMENTAL:¶  docker manifest create is an experimental feature.¶  Experimental features provide early access to product functionality. These¶  features may change between releases without warning, or can be removed from a¶  future release. Learn more about experimental features in our documentation:¶  https://docs.docker.com/go/experimental/
a amend bool Amend an existing manifest list
- insecure bool Allow communication with an insecure registry

> manifest inspect [OPTIONS] [MANIFEST_LIST] MANIFEST
Display an image manifest, or manifest list¶¶EXPERIMENTAL:¶  docker manifest inspect is an experimental feature.¶  Experimental features provide early access to product functionality. These¶  features may change between releases without warning, or can be removed from a¶  future release. Learn more about experimental features in our documentation:¶  https://docs.docker.com/go/experimental/
- insecure bool Allow communication with an insecure registry
v verbose bool Output additional info including layers and platform

> manifest push [OPTIONS] MANIFEST_LIST
Push a manifest list to a repository¶¶EXPERIMENTAL:¶  docker manifest push is an experimental feature.¶  Experimental features provide early access to product functionality. These¶  features may change between releases without warning, or can be removed from a¶  future release. Learn more about experimental features in our documentation:¶  https://docs.docker.com/go/experimental/
- insecure bool Allow push to an insecure registry
p purge bool Remove the local manifest list after push

> manifest rm MANIFEST_LIST [MANIFEST_LIST...]
Delete one or more manifest lists from local storage¶¶EXPERIMENTAL:¶  docker manifest rm is an experimental feature.¶  Experimental features provide early access to product functionality. These¶  features may change between releases without warning, or can be removed from a¶  future release. Learn more about experimental features in our documentation:¶  https://docs.docker.com/go/experimental/
`;
