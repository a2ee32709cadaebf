import { goQuote } from '../quote.ts';

export interface Rule {
  readonly description: string;
  readonly url: string;
  /** Off unless a check directive asks for it. */
  readonly experimental?: boolean;
  /** The release of the frontend (1.x) from which on it is no longer experimental. */
  readonly settled?: number;
  message(...values: string[]): string;
}

const page = (name: string): string => `https://docs.docker.com/go/dockerfile/rule/${name}/`;

/** BuildKit's build checks (frontend/dockerfile/linter/ruleset.go). */
export const rules = {
  StageNameCasing: {
    description: 'Stage names should be lowercase',
    url: page('stage-name-casing'),
    message: (stage) => `Stage name '${stage}' should be lowercase`,
  },
  FromAsCasing: {
    description: "The 'as' keyword should match the case of the 'from' keyword",
    url: page('from-as-casing'),
    message: (as, from) => `'${as}' and '${from}' keywords' casing do not match`,
  },
  NoEmptyContinuation: {
    description: 'Empty continuation lines will become errors in a future release',
    url: page('no-empty-continuation'),
    message: () => 'Empty continuation line',
  },
  ConsistentInstructionCasing: {
    description: 'All commands within the Dockerfile should use the same casing (either upper or lower)',
    url: page('consistent-instruction-casing'),
    message: (command, casing) => `Command '${command}' should match the case of the command majority (${casing})`,
  },
  DuplicateStageName: {
    description: 'Stage names should be unique',
    url: page('duplicate-stage-name'),
    message: (stage) => `Duplicate stage name ${goQuote(stage!)}, stage names should be unique`,
  },
  ReservedStageName: {
    description: 'Reserved words should not be used as stage names',
    url: page('reserved-stage-name'),
    message: (stage) => `Stage name should not use the same name as reserved stage ${goQuote(stage!)}`,
  },
  JSONArgsRecommended: {
    description: 'JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior related to OS signals',
    url: page('json-args-recommended'),
    message: (instruction) =>
      `JSON arguments recommended for ${instruction} to prevent unintended behavior related to OS signals`,
  },
  MaintainerDeprecated: {
    description: 'The MAINTAINER instruction is deprecated, use a label instead to define an image author',
    url: page('maintainer-deprecated'),
    message: () => 'Maintainer instruction is deprecated in favor of using label',
  },
  UndefinedArgInFrom: {
    description: 'FROM command must use declared ARGs',
    url: page('undefined-arg-in-from'),
    message: (name, near) => `FROM argument '${name}' is not declared${near ? ` (did you mean ${near}?)` : ''}`,
  },
  WorkdirRelativePath: {
    description:
      'Relative workdir without an absolute workdir declared within the build can have unexpected results if the base image changes',
    url: page('workdir-relative-path'),
    message: (path) => `Relative workdir ${goQuote(path!)} can have unexpected results if the base image changes`,
  },
  UndefinedVar: {
    description: 'Variables should be defined before their use',
    url: page('undefined-var'),
    message: (name, near) => `Usage of undefined variable '$${name}'${near ? ` (did you mean $${near}?)` : ''}`,
  },
  MultipleInstructionsDisallowed: {
    description: 'Multiple instructions of the same type should not be used in the same stage',
    url: page('multiple-instructions-disallowed'),
    message: (instruction) =>
      `Multiple ${instruction} instructions should not be used in the same stage because only the last one will be used`,
  },
  LegacyKeyValueFormat: {
    description: 'Legacy key/value format with whitespace separator should not be used',
    url: page('legacy-key-value-format'),
    message: (command) => `"${command} key=value" should be used instead of legacy "${command} key value" format`,
  },
  InvalidBaseImagePlatform: {
    description: 'Base image platform does not match expected target platform',
    url: '',
    message: (image, expected, actual) =>
      `Base image ${image} was pulled with platform ${goQuote(actual!)}, expected ${goQuote(expected!)} for current build`,
  },
  RedundantTargetPlatform: {
    description: 'Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior',
    url: page('redundant-target-platform'),
    message: (variable) =>
      `Setting platform to predefined ${variable} in FROM is redundant as this is the default behavior`,
  },
  SecretsUsedInArgOrEnv: {
    description: 'Sensitive data should not be used in the ARG or ENV commands',
    url: page('secrets-used-in-arg-or-env'),
    message: (instruction, key) =>
      `Do not use ARG or ENV instructions for sensitive data (${instruction} ${goQuote(key!)})`,
  },
  InvalidDefaultArgInFrom: {
    description: 'Default value for global ARG results in an empty or invalid base image name',
    url: page('invalid-default-arg-in-from'),
    message: (name) => `Default value for ARG ${name} results in empty or invalid base image name`,
  },
  FromPlatformFlagConstDisallowed: {
    description: 'FROM --platform flag should not use a constant value',
    url: page('from-platform-flag-const-disallowed'),
    message: (platform) => `FROM --platform flag should not use constant value ${goQuote(platform!)}`,
  },
  CopyIgnoredFile: {
    description: 'Attempting to Copy file that is excluded by .dockerignore',
    url: page('copy-ignored-file'),
    experimental: true,
    settled: 21,
    message: (command, file) => `Attempting to ${command} file ${goQuote(file!)} that is excluded by .dockerignore`,
  },
  InvalidDefinitionDescription: {
    description:
      'Comment for build stage or argument should follow the format: `# <arg/stage name> <description>`. If this is not intended to be a description comment, add an empty line or comment between the instruction and the comment.',
    url: page('invalid-definition-description'),
    experimental: true,
    message: (instruction, name) => `Comment for ${instruction} should follow the format: \`# ${name} <description>\``,
  },
  ExposeProtoCasing: {
    description: 'Protocol in EXPOSE instruction should be lowercase',
    url: page('expose-proto-casing'),
    message: (port) => `Defined protocol '${port}' in EXPOSE instruction should be lowercase`,
  },
  ExposeInvalidFormat: {
    description:
      'IP address and host-port mapping should not be used in EXPOSE instruction. This will become an error in a future release',
    url: page('expose-invalid-format'),
    message: (port) => `EXPOSE instruction should not define an IP address or host-port mapping, found '${port}'`,
  },
} satisfies Record<string, Rule>;

export type RuleName = keyof typeof rules;
