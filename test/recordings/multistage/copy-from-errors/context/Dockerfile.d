FROM busybox AS a
WORKDIR /src
RUN echo 1 > one
FROM busybox
COPY --from=a /src/one /
COPY --from=a src/one /two
RUN cat /one /two
