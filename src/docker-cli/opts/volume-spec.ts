export interface VolumeSpec {
  type: 'volume' | 'bind';
  source: string;
  target: string;
}

/** `-v source:target:options`, as the client reads it before the engine does (compose's volume specification). */
export function parseVolumeSpec(spec: string): VolumeSpec {
  if (spec === '') throw new Error('invalid empty volume spec');
  if (spec.length <= 2) return { type: 'volume', source: '', target: spec };
  const sections: string[] = [];
  let buffer = '';
  const flush = (last: boolean) => {
    const fail = (why: string) => new Error(`invalid spec: ${spec}: ${why}`);
    if (buffer === '') throw fail('empty section between colons');
    if (sections.length >= 2 && !last) throw fail('too many colons');
    sections.push(buffer);
    buffer = '';
  };
  for (const c of spec) {
    // A single letter before a colon is a Windows drive, even here.
    if (c === ':' && !/^[a-zA-Z]$/.test(buffer)) flush(false);
    else buffer += c;
  }
  flush(true);
  if (sections.length === 1) return { type: 'volume', source: '', target: sections[0]! };
  const source = sections[0]!;
  const type = /^[./~]/.test(source) || /^[a-zA-Z]:[\\/]/.test(source) ? 'bind' : 'volume';
  return { type, source, target: sections[1]! };
}
