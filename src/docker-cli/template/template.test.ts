import { expect, test } from 'vitest';
import { containerType } from '../formats/inspect-types.ts';
import { Template } from './execute.ts';
import { ANY, type GoType } from './types.ts';

const fill = (source: string, value: unknown = {}, type: GoType = ANY) =>
  new Template('', source).execute({ type, value });

test('what the engine left out has the zero value of its Go type', () => {
  const container = { HostConfig: {}, State: {}, Config: { Labels: null } };
  const source = '{{.HostConfig.Init}} {{.State.Health}} {{.Config.Entrypoint}} {{.Config.Labels}} {{.RestartCount}}';
  expect(fill(source, container, containerType)).toBe('<nil> <nil> [] map[] 0');
});

test('range, with, variables, pipes and comments', () => {
  const value = { b: 2, a: ['x', 'y'] };
  expect(fill('{{range $i, $e := .a}}{{$i}}{{$e}} {{end}}{{with .c}}c{{else}}none{{end}}', value)).toBe('0x 1y none');
  expect(fill('{{"ab" | upper | printf "%s-%5d|" }}', value)).toBe('AB-%!d(MISSING)|');
  expect(fill('a {{- /* gone */ -}} b {{ .nope }}', value)).toBe('ab <no value>');
});

test('errors stand where Go puts them', () => {
  const failure = (source: string) => () => fill(source, { State: {} }, containerType);
  expect(failure('{{.Foo}}')).toThrow(
    `template: :1:2: executing "" at <.Foo>: can't evaluate field Foo in type container.InspectResponse`,
  );
  expect(failure('{{foo}}')).toThrow('template: :1: function "foo" not defined');
  expect(failure('{{.Id')).toThrow('template: :1: unclosed action');
});
