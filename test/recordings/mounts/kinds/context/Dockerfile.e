FROM busybox
RUN --mount=type=bind,source=nofile,target=/n ls /n
