FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends pgbouncer && rm -rf /var/lib/apt/lists/*
COPY --chmod=755 pooler.sh /usr/local/bin/pooler
USER postgres
EXPOSE 6432
CMD ["pooler"]
