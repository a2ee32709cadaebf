FROM alpine
COPY hello.txt /
CMD ["wc", "/hello.txt"]
