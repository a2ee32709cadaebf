FROM busybox
RUN --mount=type=secret,id=tok,target=/etc/tok,mode=0440,uid=5 stat -c '%a %u:%g' /etc/tok; cat /etc/tok
RUN --mount=type=secret,id=tok,env=TOK echo "$TOK"
