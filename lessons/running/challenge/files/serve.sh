#!/bin/sh
# Serves the colour of the day. Nobody wrote down what it needs.
[ -n "$COLOR" ] || { echo "COLOR is not set" >&2; exit 3; }
[ -f /settings/limit ] || { echo "/settings/limit: no such file" >&2; exit 4; }
wget -q -O /dev/null http://colors/ || { echo "cannot reach http://colors/" >&2; exit 5; }
trap 'exit 0' TERM
touch /tmp/ready
echo "ready: $COLOR"
while true; do sleep 0.2; done
