# syntax=docker/dockerfile:1.7
# One process that serves a catalogue.
# From the project's root: docker build -f deploy/docker/Standalone.Dockerfile -t movies-standalone:0.1.0 .
# See deploy/docker/README.md.
ARG SDK_VERSION=10.0.401
ARG RUNTIME_VERSION=10.0.12

FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:${SDK_VERSION}-noble AS build
ARG TARGETARCH
ENV DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
WORKDIR /source

# What decides which packages there are comes first, so that packages are fetched again only when one of these changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY src/Catalog/Catalog.csproj src/Catalog/
COPY src/Http/Http.csproj src/Http/
COPY src/Ingest/Ingest.csproj src/Ingest/
COPY src/Standalone/Standalone.csproj src/Standalone/
RUN dotnet restore src/Standalone/Standalone.csproj -a $TARGETARCH -p:PublishReadyToRun=true

COPY BannedSymbols.txt ./
COPY data/sample/ data/sample/
COPY src/ src/
RUN dotnet publish src/Standalone/Standalone.csproj -c Release -a $TARGETARCH --no-restore --self-contained false -p:PublishReadyToRun=true -p:RunAnalyzers=false -o /out
RUN mkdir /data

# Nothing but the runtime, ICU (folding needs it) and the program: no shell, no package manager, a user without rights.
FROM mcr.microsoft.com/dotnet/aspnet:${RUNTIME_VERSION}-noble-chiseled-extra
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="MovieGrains Standalone" \
      org.opencontainers.image.description="A movie catalogue in one process" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
WORKDIR /app
COPY --from=build /out/ ./
COPY --from=build --chown=1654:1654 /data/ /data/
# DOTNET_GCgen0size: how much is allocated between two small collections. By default it goes by the processor's last cache, which may be half of
# what the whole process needs; 4 MB has half the collections of 2, and took
# 145 to 147 MB where 2 took 142. It can be set by the environment alone.
ENV ASPNETCORE_HTTP_PORTS= \
    MOVIES_BIND=0.0.0.0 \
    MOVIES_PORT=8080 \
    MOVIES_DATA=/data \
    DOTNET_GCgen0size=0x400000
USER 1654
EXPOSE 8080
VOLUME /data
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --start-interval=2s --retries=3 \
    CMD ["/app/MovieGrains.Standalone", "--probe", "http://127.0.0.1:8080/livez"]
ENTRYPOINT ["/app/MovieGrains.Standalone"]
