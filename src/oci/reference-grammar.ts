/** The grammar of distribution/reference (reference.go's comment), as regular expressions. */

const component = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const domainName = `${component}(?:\\.${component})*`;
const ipv6 = '\\[(?:[a-fA-F0-9:]+)\\]';
const domain = `(?:${domainName}|${ipv6})(?::[0-9]+)?`;
const pathComponent = '[a-z0-9]+(?:(?:[._]|__|[-]+)[a-z0-9]+)*';
const path = `${pathComponent}(?:/${pathComponent})*`;
const name = `(?:${domain}/)?${path}`;
const tag = '[\\w][\\w.-]{0,127}';
const digest = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*[:][a-fA-F0-9]{32,}';

export const DOMAIN = new RegExp(`^${domain}$`);
export const TAG = new RegExp(`^${tag}$`);
export const DIGEST = new RegExp(`^${digest}$`);
export const IDENTIFIER = /^[a-f0-9]{64}$/;
export const ANCHORED_NAME = new RegExp(`^${name}$`);
/** Groups: domain, path. */
export const NAME = new RegExp(`^(?:(${domain})/)?(${path})$`);
/** Groups: name, tag, digest. */
export const REFERENCE = new RegExp(`^(${name})(?::(${tag}))?(?:@(${digest}))?$`);
