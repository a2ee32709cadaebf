FROM busybox
USER 1000
COPY f /f
WORKDIR /made
RUN stat -c '%u:%g %a' /f /made; touch /made/x
