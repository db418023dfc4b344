#!/bin/sh
# Follow the event feed with kcat (Debian: apt-get install kcat): one JSON line a message, up to what is there now.
#
#     ./consume.sh 127.0.0.1:9092 [more of kcat's options, for instance -o s@1700000000000 to start at a time]
#
# %k is the event id, %S the size of the value (-1: a tombstone, the event has ended), %h the headers to filter by.
set -eu
servers=${1:?usage: consume.sh HOST:PORT [kcat options]}
shift
exec kcat -C -q -b "$servers" -t diplomacy.events.v1 -o beginning -e -f '%k\t%S\t%h\t%s\n' "$@"
