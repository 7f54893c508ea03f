# The one static program, alone in its image: no shell, no package, not root.
#
#   docker build -t majlis .
#   docker run --rm -p 8080:8080 majlis demo
#   docker run -p 8080:8080 -v majlis:/data -e MAJLIS_SECRET_FILE=/run/secrets/majlis majlis

FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -mod=readonly -trimpath -buildvcs=false -ldflags='-s -w' -o /out/majlis ./cmd/majlis
# An empty image has no folder to write to and no roots of trust.
RUN install -d -m 1777 /out/tmp \
 && install -d -m 0750 /out/data \
 && install -D -m 0644 /etc/ssl/certs/ca-certificates.crt /out/etc/ssl/certs/ca-certificates.crt

FROM scratch
COPY --from=build --chown=65532:65532 /out/ /
ENV MAJLIS_DB=/data/majlis.db
USER 65532:65532
WORKDIR /data
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/majlis"]
CMD ["serve"]
