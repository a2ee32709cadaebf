#!/bin/sh
# A program that is ready at once, and ends tidily when it is asked to with SIGINT.
trap 'echo tidied up; exit 0' INT
touch /ready
while true; do sleep 0.2; done
