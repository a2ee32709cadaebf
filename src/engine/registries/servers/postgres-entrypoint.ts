/**
 * The entrypoint of the postgres images: makes a database in an empty data directory, as POSTGRES_USER, POSTGRES_PASSWORD and
 * POSTGRES_DB say, runs what lies in /docker-entrypoint-initdb.d, and starts the server. Its messages are the official script's.
 */
export const POSTGRES_ENTRYPOINT = `#!/usr/bin/env bash
set -Eeo pipefail

# NAME or NAME_FILE, not both; the file's content where there is one
file_env() {
	local name="$1" file="\${1}_FILE" value="\${2:-}"
	if [ -n "\${!name:-}" ] && [ -n "\${!file:-}" ]; then
		printf >&2 'error: both %s and %s are set (but are exclusive)\\n' "$name" "$file"
		exit 1
	fi
	if [ -n "\${!name:-}" ]; then
		value="\${!name}"
	elif [ -n "\${!file:-}" ]; then
		value="$(cat "\${!file}")"
	fi
	export "$name"="$value"
	unset "$file"
}

# a server is meant, not another command of the image
wants_server() {
	[ "$1" = 'postgres' ] || return 1
	shift
	for word; do
		case "$word" in
			-'?' | --help | --describe-config | -V | --version) return 1 ;;
		esac
	done
	return 0
}

prepare_directories() {
	local me; me="$(id -u)"
	mkdir -p "$PGDATA"
	chmod 00700 "$PGDATA" || :
	mkdir -p /var/run/postgresql || :
	chmod 03775 /var/run/postgresql || :
	if [ "$me" = '0' ]; then
		find "$PGDATA" \\! -user postgres -exec chown postgres '{}' +
		find /var/run/postgresql \\! -user postgres -exec chown postgres '{}' +
	fi
}

check_environment() {
	if [ -z "$POSTGRES_PASSWORD" ] && [ 'trust' != "$POSTGRES_HOST_AUTH_METHOD" ]; then
		cat >&2 <<-'END'
			Error: Database is uninitialized and superuser password is not specified.
			       You must specify POSTGRES_PASSWORD to a non-empty value for the
			       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".

			       You may also use "POSTGRES_HOST_AUTH_METHOD=trust" to allow all
			       connections without a password. This is *not* recommended.

			       See PostgreSQL documentation about "trust":
			       https://www.postgresql.org/docs/current/auth-trust.html
		END
		exit 1
	fi
	if [ 'trust' = "$POSTGRES_HOST_AUTH_METHOD" ]; then
		cat >&2 <<-'END'
			********************************************************************************
			WARNING: POSTGRES_HOST_AUTH_METHOD has been set to "trust". This will allow
			         anyone with access to the Postgres port to access your database without
			         a password, even if POSTGRES_PASSWORD is set. See PostgreSQL
			         documentation about "trust":
			         https://www.postgresql.org/docs/current/auth-trust.html
			         In Docker's default configuration, this is effectively any other
			         container on the same system.

			         It is not recommended to use POSTGRES_HOST_AUTH_METHOD=trust. Replace
			         it with "-e POSTGRES_PASSWORD=password" instead to set a password in
			         "docker run".
			********************************************************************************
		END
	fi
}

# 18 and later keep their data one folder deeper: a volume at the old place would be left empty
refuse_old_mounts() {
	[ "\${PG_MAJOR:-0}" -ge 18 ] || return 0
	local found=''
	if [ -s /var/lib/postgresql/data/PG_VERSION ]; then
		found='/var/lib/postgresql/data'
	elif grep -q ' /var/lib/postgresql/data ' /proc/self/mounts; then
		found='/var/lib/postgresql/data (unused mount/volume)'
	fi
	[ -n "$found" ] || return 0
	cat >&2 <<-END
		Error: in 18+, these Docker images are configured to store database data in a
		       format which is compatible with "pg_ctlcluster" (specifically, using
		       major-version-specific directory names).  This better reflects how
		       PostgreSQL itself works, and how upgrades are to be performed.

		       See also https://github.com/docker-library/postgres/pull/1259

		       Counter to that, there appears to be PostgreSQL data in:
		         $found

		       This is usually the result of upgrading the Docker image without
		       upgrading the underlying database using "pg_upgrade" (which requires both
		       versions).

		       The suggested container configuration for 18+ is to place a single mount
		       at /var/lib/postgresql which will then place PostgreSQL data in a
		       subdirectory, allowing usage of "pg_upgrade --link" without mount point
		       boundary issues.

		       See https://github.com/docker-library/postgres/issues/37 for a (long)
		       discussion around this process, and suggestions for how to do so.
	END
	exit 1
}

run_psql() {
	local query=( psql -v ON_ERROR_STOP=1 --no-psqlrc --username "$POSTGRES_USER" --no-password )
	if [ -n "$POSTGRES_DB" ]; then
		query+=( --dbname "$POSTGRES_DB" )
	fi
	PGHOST= PGHOSTADDR= "\${query[@]}" "$@"
}

create_database() {
	local there
	there="$(POSTGRES_DB= run_psql --dbname postgres --tuples-only --no-align -v db="$POSTGRES_DB" <<-'END'
		SELECT 1 FROM pg_database WHERE datname = :'db' ;
	END
	)"
	if [ -z "$there" ]; then
		POSTGRES_DB= run_psql --dbname postgres -v db="$POSTGRES_DB" <<-'END'
			CREATE DATABASE :"db" ;
		END
		printf '\\n'
	fi
}

run_scripts() {
	printf '\\n'
	local script
	for script; do
		case "$script" in
			*.sh)
				if [ -x "$script" ]; then
					printf '%s: running %s\\n' "$0" "$script"
					"$script"
				else
					printf '%s: sourcing %s\\n' "$0" "$script"
					. "$script"
				fi
				;;
			*.sql) printf '%s: running %s\\n' "$0" "$script"; run_psql -f "$script"; printf '\\n' ;;
			*.sql.gz) printf '%s: running %s\\n' "$0" "$script"; gunzip -c "$script" | run_psql; printf '\\n' ;;
			*) printf '%s: ignoring %s\\n' "$0" "$script" ;;
		esac
		printf '\\n'
	done
}

initialise() {
	check_environment
	refuse_old_mounts
	# readable before anything is made
	ls /docker-entrypoint-initdb.d/ > /dev/null
	printf '%s\\n' "$POSTGRES_PASSWORD" > /tmp/.pwfile
	eval 'initdb --username="$POSTGRES_USER" --pwfile=/tmp/.pwfile '"$POSTGRES_INITDB_ARGS"
	rm -f /tmp/.pwfile
	{
		printf '\\n'
		if [ 'trust' = "$POSTGRES_HOST_AUTH_METHOD" ]; then
			printf '# warning trust is enabled for all connections\\n'
			printf '# see https://www.postgresql.org/docs/%s/auth-trust.html\\n' "$PG_MAJOR"
		fi
		printf 'host all all all %s\\n' "\${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}"
	} >> "$PGDATA/pg_hba.conf"

	# a server that only this container can reach, for the set-up
	shift
	set -- "$@" -c listen_addresses='' -p "\${PGPORT:-5432}"
	PGUSER="\${PGUSER:-$POSTGRES_USER}" pg_ctl -D "$PGDATA" -o "$(printf '%q ' "$@")" -w start
	create_database
	run_scripts /docker-entrypoint-initdb.d/*
	PGUSER="\${PGUSER:-postgres}" pg_ctl -D "$PGDATA" -m fast -w stop
	printf '\\nPostgreSQL init process complete; ready for start up.\\n\\n'
}

ensure_initialised() {
	file_env POSTGRES_PASSWORD
	file_env POSTGRES_USER postgres
	file_env POSTGRES_DB "$POSTGRES_USER"
	file_env POSTGRES_INITDB_ARGS
	: "\${POSTGRES_HOST_AUTH_METHOD:=}"
	prepare_directories
	if [ "$(id -u)" = '0' ]; then
		exec gosu postgres "$0" "$@"
	fi
	if [ -s "$PGDATA/PG_VERSION" ]; then
		printf '\\nPostgreSQL Database directory appears to contain a database; Skipping initialization\\n\\n'
	else
		initialise "$@"
	fi
}

main() {
	# options alone are the server's
	if [ "\${1:0:1}" = '-' ]; then
		set -- postgres "$@"
	fi
	if wants_server "$@"; then
		ensure_initialised "$@"
	fi
	exec "$@"
}

main "$@"
`;
