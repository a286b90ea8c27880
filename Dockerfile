# The image of platefront: Debian stable, its DOLFINx, and the program.
#
#     docker build -t platefront .
#     docker run --rm -v "$PWD":/work platefront run case.toml
#
# BASE is an argument for networks without Docker Hub, where bin/platefront makes
# the same base from Debian's archive; MIRROR replaces deb.debian.org.
ARG BASE=docker.io/library/debian:trixie-slim

# ---- everything but the program: what bin/platefront runs a checkout in
FROM ${BASE} AS environment
ARG MIRROR=""
COPY bin/packages.txt /tmp/packages.txt
RUN set -eu; \
    if [ -n "$MIRROR" ]; then \
        find /etc/apt/sources.list* -type f -exec \
            sed -i "s#http://deb.debian.org/debian\( \|\$\)#$MIRROR\1#" {} +; \
    fi; \
    apt-get update -q; \
    sed 's/#.*//' /tmp/packages.txt | DEBIAN_FRONTEND=noninteractive \
        xargs apt-get install -qy --no-install-recommends -o Dpkg::Options::=--force-unsafe-io; \
    rm -rf /var/lib/apt/lists/* /tmp/packages.txt

# bin/platefront sets these too: here they serve other entry points (python3, mpirun)
ENV LC_ALL=C.UTF-8 \
    OMP_NUM_THREADS=1 \
    OMPI_ALLOW_RUN_AS_ROOT=1 \
    OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1

# ---- the program, its forms compiled
FROM environment
# HOME and the caches suit any --user: /tmp and a directory that all may write
ENV PLATEFRONT_ENV=host \
    PYTHONPATH=/opt/platefront \
    HOME=/tmp \
    XDG_CACHE_HOME=/var/cache/platefront \
    MPLCONFIGDIR=/var/cache/platefront/matplotlib
COPY . /opt/platefront
RUN mkdir -p "$MPLCONFIGDIR" \
    && python3 -m compileall -q /opt/platefront \
    && python3 -m platefront.running.warm \
    && chmod -R a+rwX "$XDG_CACHE_HOME"
WORKDIR /work
ENTRYPOINT ["/opt/platefront/bin/platefront"]
