const TEXTS: Record<number, readonly [title: string, text: string]> = {
  301: ['Moved Permanently', '<p>The document has moved <a href="{url}">here</a>.</p>'],
  302: ['Found', '<p>The document has moved <a href="{url}">here</a>.</p>'],
  303: ['See Other', '<p>The answer to your request is located <a href="{url}">here</a>.</p>'],
  400: ['Bad Request', '<p>Your browser sent a request that this server could not understand.<br />\n</p>'],
  403: ['Forbidden', "<p>You don't have permission to access this resource.</p>"],
  404: ['Not Found', '<p>The requested URL was not found on this server.</p>'],
  405: ['Method Not Allowed', '<p>The requested method {method} is not allowed for this URL.</p>'],
  410: [
    'Gone',
    '<p>The requested resource is no longer available on this server and there is no forwarding address.</p>',
  ],
};

/** Apache's page for a status. */
export function statusPage(status: number, { url = '', method = '' }: { url?: string; method?: string } = {}): string {
  const [title = '', text = ''] = TEXTS[status] ?? [];
  const filled = text.replace('{url}', url).replace('{method}', method);
  return `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${status} ${title}</title>\n</head><body>\n<h1>${title}</h1>\n${filled}\n</body></html>\n`;
}

/** mod_autoindex without fancy indexing. */
export function listing(uri: string, names: readonly string[]): string {
  const parent = uri === '/' ? '' : '<li><a href="../"> Parent Directory</a></li>\n';
  const rows = names.map((name) => `<li><a href="${encodeURI(name)}"> ${name}</a></li>\n`).join('');
  return `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">\n<html>\n <head>\n  <title>Index of ${uri.replace(/(.)\/$/, '$1')}</title>\n </head>\n <body>\n<h1>Index of ${uri.replace(/(.)\/$/, '$1')}</h1>\n<ul>${parent}${rows}</ul>\n</body></html>\n`;
}
