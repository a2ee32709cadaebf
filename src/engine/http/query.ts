import { badParameter } from '../errors.ts';

/** The parameters of a request, read as moby's httputils reads them. */
export class Query {
  #values = new Map<string, string[]>();

  constructor(text: string) {
    for (const part of text.split('&')) {
      if (!part) continue;
      const [name = '', ...rest] = part.split('=');
      const key = decode(name);
      this.#values.set(key, [...(this.#values.get(key) ?? []), decode(rest.join('='))]);
    }
  }

  get(name: string): string {
    return this.#values.get(name)?.[0] ?? '';
  }

  all(name: string): string[] {
    return this.#values.get(name) ?? [];
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** httputils.BoolValue: everything but these words is true. */
  flag(name: string): boolean {
    return !['', '0', 'no', 'false', 'none'].includes(this.get(name).trim().toLowerCase());
  }

  flagOr(name: string, otherwise: boolean): boolean {
    return this.has(name) ? this.flag(name) : otherwise;
  }

  number(name: string): number | undefined {
    const text = this.get(name);
    if (text === '') return undefined;
    if (!/^-?\d+$/.test(text)) throw badParameter(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
    return Number(text);
  }

  json<T>(name: string): T | undefined {
    const text = this.get(name);
    if (text === '') return undefined;
    try {
      return JSON.parse(text) as T;
    } catch {
      throw badParameter(`invalid ${name}: ${text}`);
    }
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
