# The image of platefront: Debian, DOLFINx from PyPI's wheels, and the program, for a user who
# is not root and on a root that may be read-only (docs/environment.md).
#
#     docker build -t platefront .
#     docker run --rm -v "$PWD":/work platefront run case.toml
#
# BASE is an argument for networks without Docker Hub, where bin/platefront makes the same base
# from Debian's archive; MIRROR replaces deb.debian.org, PIP_INDEX_URL pypi.org; the secret
# "certificates" is for networks with a certificate authority of their own.
ARG BASE=docker.io/library/debian:trixie-slim

# ---- Python, and the C compiler that makes forms which are not in the image
FROM ${BASE} AS system
ARG MIRROR=""
# without what gcc has for link-time optimisation and sanitizers: 110 MB
RUN set -eu; \
    if [ -n "$MIRROR" ]; then \
        find /etc/apt/sources.list* -type f -exec \
            sed -i "s#http://deb.debian.org/debian\( \|\$\)#$MIRROR\1#" {} +; \
    fi; \
    apt-get update -q; \
    DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
        -o Dpkg::Options::=--force-unsafe-io gcc libc6-dev libgomp1 libstdc++6 python3 zlib1g; \
    apt-get clean; \
    cd /usr; \
    rm -r /var/lib/apt/lists/* share/doc/* bin/*lto-dump* libexec/gcc/*/*/lto1 lib/*/gprofng; \
    find lib -name 'lib*san.*' -delete
ENV LC_ALL=C.UTF-8 \
    OMP_NUM_THREADS=1 \
    UCX_TLS=self,sm,tcp \
    PATH=/opt/venv/bin:/usr/local/bin:/usr/bin:/bin

# ---- the wheels, and what they need of the system
FROM system AS wheels
# Gmsh is linked to OpenGL and X11, which it does not use here: the libraries are enough, their
# packages would bring drivers and LLVM
RUN set -eu; \
    find /usr/lib | sort >/tmp/before; \
    apt-get update -q; \
    DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends \
        -o Dpkg::Options::=--force-unsafe-io ca-certificates python3-dev python3-venv \
        libfontconfig1 libgl1 libglu1-mesa libxcursor1 libxft2 libxinerama1
COPY requirements/wheels.lock /tmp/
ARG PIP_INDEX_URL=""
RUN --mount=type=secret,id=certificates set -eu; \
    python3 -m venv /opt/venv; \
    export PIP_CERT=/run/secrets/certificates; \
    [ -s "$PIP_CERT" ] || unset PIP_CERT; \
    python3 -m pip install --no-cache-dir --no-compile --only-binary :all: --require-hashes \
        --requirement /tmp/wheels.lock; \
    mkdir /opt/system; \
    cp -r --parents --target-directory /opt/system /usr/include/python3* /usr/include/*/python3*; \
    ldd /opt/venv/lib/libgmsh.so* | awk '$3 ~ /^\// { print "/usr" $3 }' | sed 's#^/usr/usr/#/usr/#' \
        | sort | comm -13 /tmp/before - | xargs cp -L --parents --target-directory /opt/system

# ---- everything but the program: what bin/platefront runs a checkout in
FROM wheels AS development
COPY requirements/wheels-dev.lock /tmp/
RUN --mount=type=secret,id=certificates set -eu; \
    export PIP_CERT=/run/secrets/certificates; \
    [ -s "$PIP_CERT" ] || unset PIP_CERT; \
    python3 -m pip install --no-cache-dir --no-compile --only-binary :all: --require-hashes \
        --requirement /tmp/wheels-dev.lock
FROM system AS environment
RUN set -eu; \
    apt-get update -q; \
    DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends git; \
    apt-get clean; \
    rm -r /var/lib/apt/lists/*
COPY --from=development /opt/system /
COPY --from=development /opt/venv /opt/venv

# ---- the program, with the forms of the shipped cases compiled; without debugging symbols, tests
# and the parts of VTK that it does not load
FROM wheels AS program
COPY . /tmp/source
# HOME and the caches suit any user: /tmp, and a directory that all may write to
ENV HOME=/tmp \
    XDG_CACHE_HOME=/var/cache/platefront \
    MPLCONFIGDIR=/var/cache/platefront/matplotlib
RUN set -eu; \
    python3 -m pip install --no-cache-dir --no-compile --no-deps --no-build-isolation /tmp/source; \
    mkdir -p "$MPLCONFIGDIR"; \
    python3 -m pip uninstall --quiet --yes pip; \
    cd /opt/venv; \
    find . -name '*.so*' -type f -size +100k -exec strip --strip-unneeded {} +; \
    find . -name tests -type d -not -path '*/numpy/*' -prune -exec rm -r {} +; \
    python3 /tmp/source/bin/image/fill_caches.py /tmp/source/cases >/tmp/unused; \
    xargs rm </tmp/unused; \
    find "$XDG_CACHE_HOME" -name '*.o' -delete; \
    chmod -R a+rwX "$XDG_CACHE_HOME"

FROM system
ENV HOME=/tmp \
    XDG_CACHE_HOME=/var/cache/platefront \
    MPLCONFIGDIR=/var/cache/platefront/matplotlib
COPY --from=program /opt/system /
COPY --from=program /opt/venv /opt/venv
COPY --from=program /var/cache/platefront /var/cache/platefront
COPY bin/image/entry /usr/local/bin/
USER 1000:1000
WORKDIR /work
ENTRYPOINT ["entry"]
