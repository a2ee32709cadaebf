import { at, type Directive } from './parse.ts';

export type Place = 'main' | 'events' | 'http' | 'server' | 'location' | 'upstream' | 'if';

interface Rule {
  readonly places: readonly Place[];
  readonly least: number;
  readonly most: number;
  readonly block: boolean;
}

const ANY = 99;
const LETTERS: Record<string, Place> = {
  m: 'main',
  e: 'events',
  h: 'http',
  s: 'server',
  l: 'location',
  u: 'upstream',
  i: 'if',
};

/** NAME PLACES ARGUMENTS: the places by their letters; `2`, `1-3`, `1+`; a `{` for a block. */
const KNOWN = `
user m 1-2|worker_processes m 1|error_log mhsl 1-2|pid m 1|daemon m 1|master_process m 1|events m 0 {|http m 0 {
worker_rlimit_nofile m 1|worker_shutdown_timeout m 1|env m 1|pcre_jit m 1|worker_priority m 1|worker_cpu_affinity m 1+
worker_connections e 1|multi_accept e 1|use e 1|accept_mutex e 1|include mehslu 1
types hsl 0 {|default_type hsl 1|log_format h 2+|access_log hsli 1+|sendfile hsli 1|tcp_nopush hsl 1|tcp_nodelay hsl 1
keepalive_timeout hsl 1-2|keepalive_requests hsl 1|gzip hsli 1|gzip_types hsl 1+|gzip_vary hsl 1|gzip_proxied hsl 1+
gzip_comp_level hsl 1|gzip_buffers hsl 2|gzip_http_version hsl 1|gzip_min_length hsl 1|gzip_disable hsl 1+
gzip_static hsl 1|server_tokens hsl 1|types_hash_max_size hsl 1|types_hash_bucket_size hsl 1
server_names_hash_bucket_size h 1|server_names_hash_max_size h 1|variables_hash_max_size h 1
map_hash_bucket_size h 1|map_hash_max_size h 1|charset hsli 1|charset_types hsl 1+|client_max_body_size hsl 1
client_body_buffer_size hsl 1|client_body_timeout hsl 1|client_header_timeout hs 1|client_header_buffer_size hs 1
large_client_header_buffers hs 2|send_timeout hsl 1|reset_timedout_connection hsl 1|etag hsl 1|if_modified_since hsl 1
open_file_cache hsl 1-2|open_file_cache_valid hsl 1|open_file_cache_min_uses hsl 1|open_file_cache_errors hsl 1
output_buffers hsl 2|server_name_in_redirect hsl 1|port_in_redirect hsl 1|absolute_redirect hsl 1|msie_padding hsl 1
log_not_found hsl 1|log_subrequest hsl 1|merge_slashes hs 1|underscores_in_headers hs 1|ignore_invalid_headers hs 1
resolver hsl 1+|resolver_timeout hsl 1|aio hsl 1|directio hsl 1|max_ranges hsl 1|lingering_close hsl 1
chunked_transfer_encoding hsl 1|disable_symlinks hsl 1-2|client_body_temp_path hsl 1-4|proxy_temp_path hsl 1-4
server hu 0+|listen s 1+|server_name s 1+|location sl 1-2 {|root hsli 1|alias l 1|index hsl 1+|try_files sl 2+
return sli 1-2|rewrite sli 2-3|if sl 1+ {|set sli 2|break sli 0|error_page hsli 2+|recursive_error_pages hsl 1
internal l 0|add_header hsli 2-3|expires hsli 1-2|autoindex hsl 1|autoindex_exact_size hsl 1|autoindex_localtime hsl 1
autoindex_format hsl 1|limit_except l 1+ {|allow hsl 1|deny hsl 1|satisfy hsl 1|stub_status sl 0-1|empty_gif l 0
map h 2 {|upstream h 1 {|keepalive u 1|keepalive_time u 1|least_conn u 0|ip_hash u 0|zone u 1-2|random u 0-2
proxy_pass li 1|proxy_set_header hsl 2|proxy_hide_header hsl 1|proxy_pass_header hsl 1|proxy_http_version hsl 1
proxy_redirect hsl 1-2|proxy_read_timeout hsl 1|proxy_connect_timeout hsl 1|proxy_send_timeout hsl 1
proxy_buffering hsl 1|proxy_buffers hsl 2|proxy_buffer_size hsl 1|proxy_busy_buffers_size hsl 1
proxy_request_buffering hsl 1|proxy_max_temp_file_size hsl 1|proxy_next_upstream hsl 1+|proxy_intercept_errors hsl 1
proxy_cache_bypass hsl 1+|proxy_no_cache hsl 1+|proxy_method hsl 1|proxy_ssl_server_name hsl 1|proxy_ssl_verify hsl 1
proxy_pass_request_headers hsl 1|proxy_pass_request_body hsl 1|proxy_ignore_headers hsl 1+|proxy_cache hsl 1
real_ip_header hsl 1|set_real_ip_from hsl 1|real_ip_recursive hsl 1|auth_basic hsl 1|auth_basic_user_file hsl 1
limit_req_zone h 3|limit_req hsl 1-3|limit_conn_zone h 2|limit_conn hsl 2|limit_rate hsli 1|limit_rate_after hsli 1
http2 hs 1|ssl_protocols hs 1+|ssl_ciphers hs 1|ssl_prefer_server_ciphers hs 1|ssl_session_cache hs 1-2
ssl_session_timeout hs 1|ssl_certificate hs 1|ssl_certificate_key hs 1|ssl_dhparam hs 1|ssl_session_tickets hs 1
fastcgi_pass li 1|fastcgi_param hsl 2-3|fastcgi_index hsl 1|fastcgi_split_path_info l 1|uwsgi_pass li 1
uwsgi_param hsl 2-3|grpc_pass li 1|memcached_pass li 1|sub_filter hsl 2|sub_filter_once hsl 1|sub_filter_types hsl 1+
auth_request hsl 1|mirror hsl 1|geo h 1-2 {|split_clients h 2 {|load_module m 1|stream m 0 {|mail m 0 {
proxy_cache_path h 2+|proxy_cache_valid hsl 1+|proxy_cache_key hsl 1|proxy_bind hsl 1-2|ssi hsli 1|js_import hsl 1+
dav_methods hsl 1+|secure_link hsl 1|slice hsl 1|perl l 1|image_filter l 1+|userid hsl 1|valid_referers sl 1+
post_action hsl 1`;

const RULES = new Map(KNOWN.trim().split(/[|\n]/).map(rule));

function rule(line: string): [string, Rule] {
  const [name = '', letters = '', count = '0', brace = ''] = line.trim().split(' ');
  const [, low = '0', plus, high] = /^(\d+)(\+)?(?:-(\d+))?$/.exec(count) ?? [];
  const most = plus ? ANY : Number(high ?? low);
  const places = [...letters].map((letter) => LETTERS[letter]!);
  return [name, { places, least: Number(low), most, block: brace === '{' }];
}

/** Real directives whose work is not simulated: using one must not look as if it worked. */
const NOT_SIMULATED = new Set(
  `fastcgi_pass uwsgi_pass grpc_pass memcached_pass sub_filter auth_request mirror geo split_clients load_module stream
  mail ssl_certificate ssl_certificate_key proxy_cache proxy_cache_path ssi js_import dav_methods secure_link slice perl
  image_filter userid valid_referers post_action limit_req limit_conn gzip_static stub_status limit_except
  real_ip_header set_real_ip_from least_conn ip_hash random satisfy proxy_method proxy_bind empty_gif limit_rate
  disable_symlinks proxy_pass_request_headers proxy_pass_request_body`.split(/\s+/),
);

/** Refuses what nginx would refuse: unknown names, wrong places, wrong numbers of arguments. */
export function checkDirective(directive: Directive, place: Place): void {
  const { name, args, block } = directive;
  const known = RULES.get(name);
  if (!known) throw at(directive, `unknown directive "${name}"`);
  if (!known.places.includes(place)) throw at(directive, `"${name}" directive is not allowed here`);
  const wantsBlock = name === 'server' ? place === 'http' : known.block;
  if (wantsBlock && !block) throw at(directive, `directive "${name}" has no opening "{"`);
  if (!wantsBlock && block) throw at(directive, `directive "${name}" is not terminated by ";"`);
  if (
    args.length < known.least ||
    args.length > known.most ||
    (name === 'server' && (args.length === 0) !== wantsBlock)
  ) {
    throw at(directive, `invalid number of arguments in "${name}" directive`);
  }
  if (NOT_SIMULATED.has(name) && args[0] !== 'off')
    throw at(directive, `drydock: not simulated: nginx directive "${name}"`);
}
