import { toJsonSchema } from '@valibot/to-json-schema';
import { frontMatter, predicate } from '../../lessons/schema.ts';

/** lessons/lesson.schema.json: what an author's editor knows of a lesson's front matter. */
export function lessonSchema(): string {
  const schema = toJsonSchema(frontMatter, { definitions: { statement: predicate }, typeMode: 'input' });
  return `${JSON.stringify({ ...schema, title: 'The front matter of a Drydock lesson' }, undefined, 2)}\n`;
}
