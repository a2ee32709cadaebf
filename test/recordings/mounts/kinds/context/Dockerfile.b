FROM busybox AS src
RUN echo from-stage > /file
FROM busybox
RUN --mount=type=bind,from=src,source=/file,target=/m cat /m
RUN --mount=type=tmpfs,target=/t touch /t/x && ls /t
RUN ls -d /t /m || true
RUN --mount=type=secret,id=tok cat /run/secrets/tok || echo none
RUN --mount=type=secret,id=tok,required=true cat /run/secrets/tok
