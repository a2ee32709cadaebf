/**
 * Why rows of public data do not agree, by table: a pattern of the row, and the reason. Where it says that the engine of 28.5.2
 * answers so too, that engine was asked.
 */
const NEWER_OPTIONS = 'the words of a newer docker/cli; the command of 28.5.2 says what Drydock says';
const NEWER_BUILDER = 'so does the engine of 28.5.2, which was asked; the table holds the answer of a newer BuildKit';

export const reasons = {
  'buildkit-answers': [
    [/Dockerfile\.quoted-arg/, `a stage inherits the build arguments of the stage it begins from; ${NEWER_BUILDER}`],
    [/Dockerfile_test_cmd/, `a comment after a JSON form makes it a shell form; ${NEWER_BUILDER}`],
    [
      /multistage_args_issue_1911/,
      `a stage inherits the build arguments of the stage it begins from; ${NEWER_BUILDER}`,
    ],
  ],
  'docker-cli': [
    [/^--(mount|expose) |^readonly /, NEWER_OPTIONS],
    [/^ports /, 'in the table an address is sorted as bytes, in 28.5.2 as text'],
    [/ commit --no-pause/, 'a flag of a newer docker/cli; the command of 28.5.2 does not know it'],
  ],
};

/** The first reason whose pattern fits, if any does. */
export function reasonOf(table, failure) {
  return (reasons[table] ?? []).find(([pattern]) => pattern.test(failure))?.[1];
}
