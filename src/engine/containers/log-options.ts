import type { HostConfig } from '../api/containers.ts';
import { systemError } from '../errors.ts';
import { shortId } from '../ids.ts';
import type { Container } from './container.ts';
import type { Rotation } from './log-file.ts';

/** go-units FromHumanSize, whose k is a thousand. */
function humanSize(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?) ?([kmgtp]?)i?b?$/i.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * 1000 ** ['', 'k', 'm', 'g', 't', 'p'].indexOf((match[2] ?? '').toLowerCase());
}

const failed = (why: string) =>
  systemError(`failed to create task for container: failed to initialize logging driver: ${why}`);

/** What the log driver makes of its options when a container starts (moby: jsonfilelog.New). */
export function rotationOf({ Type, Config }: HostConfig['LogConfig']): Rotation | undefined {
  const options = Config ?? {};
  const size = options['max-size'];
  const bytes = size === undefined ? undefined : humanSize(size);
  if (size !== undefined && !bytes) throw failed(`invalid size: '${size}'`);
  const count = options['max-file'];
  if (count !== undefined && !/^[+-]?\d+$/.test(count))
    throw failed(`strconv.Atoi: parsing ${JSON.stringify(count)}: invalid syntax`);
  if (count !== undefined && Number(count) < 1) throw failed('max-file cannot be less than 1');
  const files = Number(count ?? (Type === 'local' ? 5 : 1));
  if (Type === 'json-file' && options.compress === 'true' && (files < 2 || !bytes))
    throw failed('compress cannot be true when max-file is less than 2 or max-size is not set');
  return bytes ? { bytes, files } : undefined;
}

/** `--log-opt mode` and `max-buffer-size`, which are looked at before anything is made. */
export function logModeProblem({ Config }: HostConfig['LogConfig']): string | undefined {
  const { mode = '', 'max-buffer-size': buffer } = Config ?? {};
  if (!['', 'blocking', 'non-blocking'].includes(mode)) return `logger: logging mode not supported: ${mode}`;
  if (buffer === undefined) return undefined;
  if (mode !== 'non-blocking') return "logger: max-buffer-size option is only supported with 'mode=non-blocking'";
  return humanSize(buffer) ? undefined : `error parsing option max-buffer-size: invalid size: '${buffer}'`;
}

/** The fields of a `tag` template (moby: loggerutils.ParseLogTag); what else a template can do is not simulated. */
export function logTag(container: Container): string {
  const template = container.hostConfig.LogConfig.Config?.tag ?? '';
  const fields: Readonly<Record<string, string>> = {
    ID: shortId(container.id),
    FullID: container.id,
    Name: container.name,
    ImageID: shortId(container.imageId.replace('sha256:', '')),
    ImageFullID: container.imageId,
    ImageName: container.config.Image,
    Command: [container.path, ...container.args].join(' '),
    DaemonName: 'docker',
  };
  return template.replace(/\{\{\s*(.*?)\s*\}\}/g, (_whole, text: string) => {
    const name = /^\.(\w+)$/.exec(text)?.[1];
    if (name === undefined) throw failed(`drydock: not simulated: the template {{${text}}} in --log-opt tag`);
    const value = fields[name];
    if (value === undefined)
      throw failed(
        `template: log-tag:1:2: executing "log-tag" at <.${name}>: can't evaluate field ${name} in type *logger.Info`,
      );
    return value;
  });
}
