import type { EngineContext } from '../context.ts';
import { systemError } from '../errors.ts';
import { httpRequest } from '../registry/http-client.ts';

/** ADD of a URL: from servers of this machine; the internet is not simulated. */
export async function fetchUrl(
  context: EngineContext,
  url: string,
): Promise<{ data: Uint8Array; lastModified?: number }> {
  const match = /^http:\/\/([^/:]+)(?::(\d+))?(\/.*)?$/.exec(url);
  const [, host = '', port = '80', path = '/'] = match ?? [];
  if (!match)
    throw systemError(`drydock: not simulated: fetching ${url} (only http:// servers of this machine can be reached)`);
  const addresses =
    host === 'localhost' ? ['127.0.0.1'] : /^[\d.]+$/.test(host) ? [host] : context.resolveExternal(host);
  if (addresses.length === 0) throw systemError(`Get "${url}": dial tcp: lookup ${host}: no such host`);
  const response = await httpRequest(context.kernel.host.network, addresses[0] as string, Number(port), {
    method: 'GET',
    path,
    host,
    url,
  });
  if (response.status >= 400) throw systemError(`invalid response status ${response.status}`);
  const modified = Date.parse(response.headers['last-modified'] ?? '');
  return { data: response.body, ...(Number.isNaN(modified) ? {} : { lastModified: modified }) };
}
