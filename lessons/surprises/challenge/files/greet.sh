#!/bin/sh
word=$(head -n 1 /opt/greet/words.txt) || exit 1
mark=$(cat /etc/greet/mark.conf) || exit 1
[ "$MODE" = loud ] || mark=.
echo "$word $NAME$mark"
