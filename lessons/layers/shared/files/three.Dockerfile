FROM alpine
COPY two.txt /
COPY library.txt /
