#!/bin/sh
# PgBouncer in transaction mode, with both logins of the service.
set -eu
folder=$(mktemp -d)
umask 077
printf '"%s" "%s"\n' sufficiency_app "$APPLICATION_PASSWORD" sufficiency_sender "$APPLICATION_PASSWORD" >"$folder/users.txt"
cat >"$folder/pgbouncer.ini" <<END
[databases]
* = host=$DATABASE_HOST port=$DATABASE_PORT
[pgbouncer]
listen_addr = ${POOLER_ADDRESS:-*}
listen_port = ${POOLER_PORT:-6432}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = $folder/users.txt
pool_mode = transaction
default_pool_size = ${POOL_SIZE:-20}
max_client_conn = 1000
# A server that is gone is tried again at once, and not after a pause.
server_login_retry = 1
END
exec pgbouncer -q "$folder/pgbouncer.ini"
