const NAMES = new Set(
  `args arg body_bytes_sent connection content_length content_type document_root document_uri host hostname is_args msec
  nginx_version pid query_string remote_addr remote_port remote_user request request_filename request_id request_method
  request_time request_uri scheme server_addr server_name server_port server_protocol status time_iso8601 time_local uri
  proxy_host proxy_add_x_forwarded_for upstream_addr upstream_status upstream_response_time`.split(/\s+/),
);

/** Real variables that have no value here. */
const NOT_SIMULATED = new Set(
  `binary_remote_addr bytes_sent connection_requests connection_time http2 https limit_rate pipe proxy_protocol_addr
  proxy_protocol_port realpath_root request_body request_body_file request_completion request_length proxy_port
  upstream_connect_time upstream_header_time upstream_response_length upstream_bytes_received upstream_cache_status
  gzip_ratio ssl_protocol ssl_cipher ssl_server_name ssl_client_s_dn invalid_referer realip_remote_addr uid_got
  tcpinfo_rtt`.split(/\s+/),
);

/** Whether nginx itself has a variable of this name: captures of regular expressions and the name families, too. */
export function isKnownVariable(name: string): boolean {
  return NAMES.has(name) || /^(\d|arg_|http_|cookie_)/.test(name);
}

/** Whether nginx has it and this server does not. */
export function isMissingVariable(name: string): boolean {
  return NOT_SIMULATED.has(name) || /^(sent_http_|sent_trailer_|upstream_http_|upstream_cookie_)/.test(name);
}
