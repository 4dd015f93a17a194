# Everything is fetched while the image is built; a running container fetches nothing.
FROM debian:bookworm-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates python3 python3-venv \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.lock ./
RUN python3 -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md app.py ./
COPY rag rag
COPY prompts prompts
COPY knowledge knowledge
RUN .venv/bin/pip install --no-cache-dir --no-deps --editable .

FROM debian:bookworm-slim
# For PDF and page previews: --build-arg EXTRA="libreoffice-writer fonts-noto-cjk"
ARG EXTRA=""
RUN apt-get update \
    && apt-get install -y --no-install-recommends python3 $EXTRA \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home zhubi \
    && install -d -o zhubi -g zhubi /data /vectors
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    ANONYMIZED_TELEMETRY=False \
    ZHUBI_HOME=/data \
    ZHUBI_HOST=0.0.0.0
USER zhubi
VOLUME /data
EXPOSE 7860
# The answer comes through the gate and out of the database: both are up.
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:7860/zhubi/who', timeout=4)"]
CMD ["zhubi", "serve"]
