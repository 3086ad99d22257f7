# syntax=docker/dockerfile:1.7
# An API process: serves the catalogue of a cluster over HTTP.
# From the project's root: docker build -f deploy/docker/Api.Dockerfile -t movies-api:0.1.0 .
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
COPY src/Grains.Abstractions/Grains.Abstractions.csproj src/Grains.Abstractions/
COPY src/Api/Api.csproj src/Api/
RUN dotnet restore src/Api/Api.csproj -a $TARGETARCH -p:PublishReadyToRun=true

COPY BannedSymbols.txt ./
COPY src/ src/
RUN dotnet publish src/Api/Api.csproj -c Release -a $TARGETARCH --no-restore --self-contained false -p:PublishReadyToRun=true -p:RunAnalyzers=false -o /out

# Nothing but the runtime, ICU (folding needs it) and the program: no shell, no package manager, a user without rights.
FROM mcr.microsoft.com/dotnet/aspnet:${RUNTIME_VERSION}-noble-chiseled-extra
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="MovieGrains API" \
      org.opencontainers.image.description="The HTTP surface of a movie catalogue" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
WORKDIR /app
COPY --from=build /out/ ./
# DOTNET_GCgen0size: as for a silo, for the same reason. Here it matters more, as an API process holds nothing else of any size.
ENV ASPNETCORE_HTTP_PORTS= \
    MOVIES_BIND=0.0.0.0 \
    MOVIES_PORT=8080 \
    DOTNET_GCgen0size=0x400000
USER 1654
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --start-interval=2s --retries=3 \
    CMD ["/app/MovieGrains.Api", "--probe", "http://127.0.0.1:8080/livez"]
ENTRYPOINT ["/app/MovieGrains.Api"]
