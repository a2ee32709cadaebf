RUN echo first
FROM busybox
