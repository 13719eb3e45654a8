# copydesk in a small image: built and run on the same Debian, without the tests.
FROM debian:bookworm-slim AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc g++ cmake ninja-build pkg-config \
        librdkafka-dev libjansson-dev libsimdjson-dev libutf8proc-dev libxxhash-dev \
    && rm -rf /var/lib/apt/lists/*
COPY . /src
WORKDIR /src
RUN cmake --preset release -DCD_TESTS=OFF -DCD_WERROR=OFF \
    && cmake --build --preset release --target copydesk \
    && strip build/release/copydesk

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates librdkafka1 libjansson4 \
        libsimdjson14 libutf8proc2 libxxhash0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --no-create-home --shell /usr/sbin/nologin copydesk
COPY --from=build /src/build/release/copydesk /usr/bin/copydesk
USER copydesk
ENTRYPOINT ["copydesk"]
CMD ["serve"]
