FROM busybox
RUN --mount=type=cache,target=/cache echo $(ls /cache | wc -l) files; touch /cache/$(ls /cache | wc -l)
