# Pin by digest in your own registry mirror; the tag names an exact release.
FROM python:3.12.11-slim-bookworm AS build
WORKDIR /app
COPY requirements-pip.txt requirements.txt ./
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements-pip.txt \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.12.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /var/lib/tocsin --create-home tocsin
WORKDIR /app
COPY --from=build /venv /venv
COPY LICENSE NOTICE ./
COPY config config
COPY collector collector
COPY detector detector
COPY alerts alerts
COPY archive archive
COPY workers workers
COPY cli cli
RUN python -m compileall -q .
# Operators mount their YAML at /etc/tocsin: a mount over /app/config would hide the code.
ENV PATH=/venv/bin:$PATH PYTHONPATH=/app PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    TOCSIN_CONFIG=/etc/tocsin TOCSIN_VAR=/var/lib/tocsin
RUN mkdir -p /etc/tocsin/lexicon && cp config/*.yaml /etc/tocsin/ && cp config/lexicon/*.yaml /etc/tocsin/lexicon/ \
 && chown -R tocsin /var/lib/tocsin
USER tocsin
VOLUME /var/lib/tocsin
ENTRYPOINT ["python", "-m", "cli"]
CMD ["--help"]
