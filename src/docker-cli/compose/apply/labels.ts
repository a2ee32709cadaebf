/** The labels by which compose knows what is its own. */
export const LABEL = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  hash: 'com.docker.compose.config-hash',
  number: 'com.docker.compose.container-number',
  oneoff: 'com.docker.compose.oneoff',
  slug: 'com.docker.compose.slug',
  image: 'com.docker.compose.image',
  replace: 'com.docker.compose.replace',
  dependencies: 'com.docker.compose.depends_on',
  files: 'com.docker.compose.project.config_files',
  directory: 'com.docker.compose.project.working_dir',
  environmentFile: 'com.docker.compose.project.environment_file',
  network: 'com.docker.compose.network',
  volume: 'com.docker.compose.volume',
  version: 'com.docker.compose.version',
} as const;

/** The version whose words and ways these are. */
export const COMPOSE_VERSION = '2.40.3';
