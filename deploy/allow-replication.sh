#!/bin/sh
# Run once, when the primary's data is made: a replica may follow it with the owner's password.
echo 'host replication sufficiency samenet scram-sha-256' >>"$PGDATA/pg_hba.conf"
