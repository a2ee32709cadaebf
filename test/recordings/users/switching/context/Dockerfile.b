FROM busybox
USER 1000:1000
RUN id; echo $HOME
USER root
RUN id -u
USER www-data
CMD id -un
