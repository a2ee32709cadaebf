import { type Command, Exit } from '../common/context.ts';
import { parseOptions, usage } from '../common/options.ts';
import { parseSize } from '../common/sizes.ts';

/** fallocate(1): a file at least as long as asked. */
export const fallocate: Command = (context) => {
  const options = parseOptions(context, 'l:o:n', { long: { length: 'l', offset: 'o' } });
  const { sys } = context;
  const [path] = options.operands;
  const text = options.get('l');
  if (text === undefined && context.gnu) context.misuse('no length argument specified');
  if (path === undefined && context.gnu) context.misuse('no filename specified');
  if (text === undefined || path === undefined) usage(context);
  const length = parseSize(text);
  if (length === 0 && !context.gnu) throw new Exit(1, `fallocate '${path}': Invalid argument`);
  if (length === undefined || length <= 0)
    throw new Exit(1, context.gnu ? `invalid length value specified` : `invalid number '${text}'`);
  const fd = sys.open(path, { write: true, create: true }, 0o666);
  sys.ftruncate(fd, Math.max(sys.fstat(fd).size, length + (parseSize(options.get('o') ?? '0') ?? 0)));
  sys.close(fd);
};
