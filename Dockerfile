# One static file in an empty image. Nothing that builds it is in it.

FROM --platform=$BUILDPLATFORM node:22-bookworm-slim AS browser
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY web/ web/
RUN npm run build

FROM --platform=$BUILDPLATFORM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=browser /src/web/dist/ web/dist/
ARG TARGETOS
ARG TARGETARCH
ARG VERSION=dev
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -tags nomsgpack -trimpath -ldflags "-s -w -X main.version=$VERSION" -o /teamtrust ./cmd/teamtrust
# The folders that an empty image lacks. Their owner and mode go over to new volumes.
RUN mkdir /image && mkdir -m 0700 /image/data /image/keys && mkdir -m 1777 /image/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /teamtrust /teamtrust
COPY --from=build --chown=65532:65532 /image/ /
USER 65532:65532
# The keys of open surveys lie apart from the data, so that a copy of the data has none.
ENV TEAMTRUST_DATA=/data TEAMTRUST_KEYS=/keys
VOLUME ["/data", "/keys"]
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=30s --retries=3 \
    CMD ["/teamtrust", "healthcheck", "--url", "http://127.0.0.1:8080"]
ENTRYPOINT ["/teamtrust"]
CMD ["serve", "--listen", "0.0.0.0:8080"]
