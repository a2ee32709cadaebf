FROM busybox AS a
FROM busybox AS a
RUN echo second > /f
FROM busybox
COPY --from=a /f /f
CMD cat /f
