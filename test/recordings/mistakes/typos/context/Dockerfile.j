FROM busybox
RUN nosuchcommand --flag
