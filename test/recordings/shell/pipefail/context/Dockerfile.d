FROM busybox
SHELL ["/nope", "-c"]
RUN echo x
