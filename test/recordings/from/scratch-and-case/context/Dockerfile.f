FROM busybox as Two
FROM two
RUN echo two
