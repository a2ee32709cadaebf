/** Where each table's rows come from; the page names it beside the figures. */
export const sources = {
  'buildkit-answers':
    'BuildKit’s answers to 545 Dockerfiles: syntax trees, lines, errors, image config, history, step names',
  'buildkit-instructions': 'BuildKit’s tests of instructions: exact errors, flags, here-documents',
  'buildkit-parser': 'BuildKit’s tests of its Dockerfile parser',
  'buildkit-shell': 'BuildKit’s tests of word expansion',
  'docker-cli': 'tests of docker/cli: formats, options, and every command’s flags from its reference',
  dockerfile2llb: 'BuildKit’s tests of its conversion',
  ggcr: 'small image archives of go-containerregistry',
  'go-digest': 'tests of opencontainers/go-digest',
  'go-units': 'tests of docker/go-units: sizes, durations, ulimits',
  'image-spec': 'OCI image-spec’s schema tests and ChainID',
  compatibility: 'BuildKit’s golden manifests and configs, as far as Go’s deflate does not decide',
  'layer-recipes': 'layers BuildKit’s compatibility tests hold bit for bit',
  'lint-rules': 'BuildKit’s build checks: texts and the documentation’s examples',
  'oils (POSIX shell)': 'shell cases of the Oils project as dash 0.5.12 and busybox 1.35 answer them',
  patternmatcher: 'tests of moby/patternmatcher: .dockerignore patterns',
  platforms: 'tests of containerd/platforms',
  reference: 'tests of distribution/reference: image names',
  'toybox coreutils':
    'command cases of the toybox project, each against the real GNU or busybox command that passes it',
};
