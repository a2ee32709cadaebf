const NAMES = new Set(
  `args arg binary_remote_addr body_bytes_sent bytes_sent connection connection_requests connection_time content_length
  content_type document_root document_uri host hostname http2 https is_args limit_rate msec nginx_version pid pipe
  proxy_protocol_addr proxy_protocol_port query_string realpath_root remote_addr remote_port remote_user request
  request_body request_body_file request_completion request_filename request_id request_length request_method
  request_time request_uri scheme server_addr server_name server_port server_protocol status time_iso8601 time_local uri
  proxy_host proxy_port proxy_add_x_forwarded_for upstream_addr upstream_status upstream_response_time
  upstream_connect_time upstream_header_time upstream_response_length upstream_bytes_received upstream_cache_status
  gzip_ratio ssl_protocol ssl_cipher ssl_server_name ssl_client_s_dn invalid_referer realip_remote_addr uid_got
  tcpinfo_rtt`.split(/\s+/),
);

/** Whether nginx itself has a variable of this name: captures of regular expressions, and the name families, too. */
export function isKnownVariable(name: string): boolean {
  return NAMES.has(name) || /^(\d|arg_|http_|sent_http_|cookie_|upstream_http_|upstream_cookie_)/.test(name);
}
