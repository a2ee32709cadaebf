import type { Native } from '../environment.ts';
import { pathsOf, values } from '../evaluate.ts';
import { deletePaths, getPath, setPath } from '../paths.ts';
import type { Json } from '../values.ts';
import { list, plain } from './plain.ts';

/** Where something is in a value. */
export const pathsBuiltins: Record<string, Native> = {
  'path/1': function* ({ value }, [filter], scope) {
    for (const path of pathsOf(filter!, value, scope)) yield { value: [...path], path: undefined };
  },
  'getpath/1': function* (place, [filter], scope) {
    for (const path of values(filter!, place.value, scope)) {
      const keyList = list(path, 'Path must be specified as an array');
      let value: Json = null;
      try {
        value = getPath(place.value, keyList);
      } catch (error) {
        if (!place.path) throw error;
      }
      yield { value, path: place.path && [...place.path, ...keyList] };
    }
  },
  'setpath/2': plain((input, path, value) =>
    setPath(input, list(path!, 'Path must be specified as an array'), () => value!),
  ),
  'delpaths/1': plain((input, paths) =>
    deletePaths(
      input,
      list(paths!, 'Paths must be specified as an array').map((path) =>
        list(path, 'Path must be specified as an array'),
      ),
    ),
  ),
};
