FROM busybox
RUN cd /tmp
RUN pwd
RUN exit 3
