FROM busybox
SHELL ["/bin/sh", "-e", "-c"]
RUN echo strict; false; echo never
CMD echo cmd
