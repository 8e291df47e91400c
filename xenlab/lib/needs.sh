# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the machine itself must have.

# program:package, or file:package, for building and for booting.
NEEDS=(
  qemu-system-x86_64:qemu-system-x86 mmdebstrap:mmdebstrap mke2fs:e2fsprogs cpio:cpio depmod:kmod xz:xz-utils
  ssh:openssh-client socat:socat unshare:util-linux gcc:gcc dpkg-deb:dpkg /usr/include/stdio.h:libc6-dev
)
NEEDS_WITHOUT_ROOT=(fakeroot:fakeroot newuidmap:uidmap)

# Installs what is missing, or says what to install.
needs_install() {
  local need missing=() needs=("${NEEDS[@]}")
  PATH=$PATH:/usr/sbin:/sbin
  command -v apt-get >/dev/null || die "this needs Debian 12 or newer: there is no apt-get"
  (($(id -u) == 0)) || needs+=("${NEEDS_WITHOUT_ROOT[@]}")
  for need in "${needs[@]}"; do
    [[ $need == /* && -e ${need%:*} ]] || command -v "${need%:*}" >/dev/null || missing+=("${need#*:}")
  done
  ((${#missing[@]})) || return 0
  (($(id -u) == 0)) || die "missing here, and only root can install it: apt-get install ${missing[*]}"
  say "installing ${missing[*]}"
  needs_update
  DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" >"$CACHE/install.log" 2>&1 ||
    die "apt-get install failed, see $CACHE/install.log"
}

# Once a build: package lists that are missing or old name packages that are gone.
needs_update() {
  [[ -z ${UPDATED:-} ]] || return 0
  [[ -n ${APT_CONFIG:-} ]] || (($(id -u) == 0)) || die "the package lists are missing or old, and only root can refresh them: apt-get update"
  apt-get update -q >"$CACHE/update.log" 2>&1 || die "apt-get update failed, see $CACHE/update.log"
  UPDATED=yes
}
