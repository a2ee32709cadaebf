FROM alpine
COPY library.txt /
COPY one.txt /
