#!/bin/sh
# count.sh N: counts to N
cd /app || exit 1
echo "I am $(id -un), in $(pwd)"
i=1
while [ "$i" -le "$1" ]; do echo "$i"; i=$((i + 1)); done
