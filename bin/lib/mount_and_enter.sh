#!/usr/bin/env bash
# mount_and_enter.sh UID GID ROOT PATH... -- COMMAND...: run COMMAND with ROOT as the system
# and the host's PATHs under their own names. Started in a mount namespace of its own
# (unshare --mount), so that no other process sees these mounts and they end with it.
# It replaces itself by the command, which so gets every signal sent to the launcher.
set -euo pipefail

uid=$1 gid=$2 root=$3
shift 3
directory=$(pwd -P)

mount --bind "$root" "$root" # a mount, to be made read-only at the end
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/var/tmp"
while [[ $1 != -- ]]; do
    [[ ! -d $1 ]] || mkdir -p "$root$1"
    mount --rbind "$1" "$root$1"
    shift
done
shift
# refused where the file system has options that only the real root may touch; no loss
mount -o remount,bind,ro "$root" 2>/dev/null || true

# who came as another user is that user again (Open MPI names its directories in /tmp by
# the number), with the right to change root kept until it is used
user=()
[[ $uid -eq 0 ]] || user=(unshare --user "--map-user=$uid" "--map-group=$gid" --keep-caps)

exec "${user[@]}" "$(PATH=$PATH:/usr/sbin:/sbin command -v chroot)" "$root" \
    /usr/bin/env --ignore-environment --chdir="$directory" "$@"
