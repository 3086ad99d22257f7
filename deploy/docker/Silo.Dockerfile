# syntax=docker/dockerfile:1.7
# A silo: one of the processes that hold the catalogue of a cluster.
# From the project's root: docker build -f deploy/docker/Silo.Dockerfile -t movies-silo:0.1.0 .
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
COPY src/Grains.Abstractions/Grains.Abstractions.csproj src/Grains.Abstractions/
COPY src/Grains/Grains.csproj src/Grains/
COPY src/Silo/Silo.csproj src/Silo/
RUN dotnet restore src/Silo/Silo.csproj -a $TARGETARCH -p:PublishReadyToRun=true

COPY BannedSymbols.txt ./
COPY src/ src/
RUN dotnet publish src/Silo/Silo.csproj -c Release -a $TARGETARCH --no-restore --self-contained false -p:PublishReadyToRun=true -p:RunAnalyzers=false -o /out

# Nothing but the runtime, ICU (folding needs it) and the program: no shell, no package manager, a user without rights.
FROM mcr.microsoft.com/dotnet/aspnet:${RUNTIME_VERSION}-noble-chiseled-extra
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="MovieGrains silo" \
      org.opencontainers.image.description="A silo of a movie catalogue" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
WORKDIR /app
COPY --from=build /out/ ./
# DOTNET_GCgen0size: how much is allocated between two small collections. By default it goes by the processor's last cache, tens of megabytes, which
# would be kept for nothing. Calls between processes allocate, which answers out of the index do not: so twice as much as for Standalone. What
# less or more would do to a cluster's rate was not measured; ./movies cluster, and so what docs/performance.md says of it, is with the default.
ENV ASPNETCORE_HTTP_PORTS= \
    MOVIES_BIND=0.0.0.0 \
    MOVIES_PORT=8081 \
    MOVIES_SILO_PORT=11111 \
    MOVIES_GATEWAY_PORT=30000 \
    DOTNET_GCgen0size=0x400000
USER 1654
EXPOSE 8081 11111 30000
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --start-interval=2s --retries=3 \
    CMD ["/app/MovieGrains.Silo", "--probe", "http://127.0.0.1:8081/livez"]
ENTRYPOINT ["/app/MovieGrains.Silo"]
