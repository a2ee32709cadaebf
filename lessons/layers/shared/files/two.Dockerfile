FROM alpine
COPY library.txt /
COPY two.txt /
