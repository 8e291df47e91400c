# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Debian packages as this machine's apt knows them: which they are, their versions, their files.

# Finds the names that carry a version, and every candidate version, into XEN, KERNEL and VERSION[package].
packages_resolve() {
  local series
  packages_names || {
    needs_update
    packages_names || die "no Xen hypervisor or kernel among this machine's packages; is this Debian 12 or newer on amd64?"
  }
  series=$(cut -d . -f 1,2 <<<"$KERNEL")
  HEADERS=("linux-headers-$KERNEL" "linux-headers-${KERNEL%-amd64}-common" "$KBUILD" "$LIBELF")
  SOURCE=linux-source-$series
  mapfile -t DOM0_PACKAGES < <(sed -e '/^#/d' -e "s/@XEN@/$XEN/" "$LAB/dom0/packages")
  mapfile -t GUEST_PACKAGES < <(sed '/^#/d' "$LAB/guest/packages")
  mapfile -t CLIENT_PACKAGES < <(sed '/^#/d' "$LAB/linux/packages")
  packages_versions "xen-hypervisor-$XEN-amd64" "linux-image-$KERNEL" "${HEADERS[@]}" "$SOURCE" busybox-static \
    "${DOM0_PACKAGES[@]}" "${GUEST_PACKAGES[@]}" "${CLIENT_PACKAGES[@]}"
}

packages_names() {
  XEN=$(apt-cache pkgnames xen-hypervisor- | sed -n 's/^xen-hypervisor-\([0-9.]*\)-amd64$/\1/p' | sort -V | tail -n 1)
  KERNEL=$(apt-cache depends linux-image-amd64 2>/dev/null | sed -n 's/.*Depends: linux-image-\([0-9]\)/\1/p')
  KBUILD=$(apt-cache depends "linux-headers-$KERNEL" 2>/dev/null | sed -n 's/.*Depends: \(linux-kbuild-\)/\1/p')
  LIBELF=$(apt-cache depends "$KBUILD" 2>/dev/null | sed -n 's/.*Depends: \(libelf1\)/\1/p' | head -n 1)
  [[ -n $XEN && -n $KERNEL && -n $KBUILD && -n $LIBELF ]]
}

packages_versions() {
  local name version
  declare -gA VERSION=()
  while read -r name version; do
    VERSION[$name]=$version
  done < <(apt-cache policy "$@" | awk '/^[^ ]/ { sub(":$", "", $1); name = $1 } /Candidate:/ { print name, $2 }')
  for name; do
    [[ ${VERSION[$name]:-(none)} != '(none)' ]] || die "this machine's apt has no package $name"
  done
}

# versions NAME…: "name=version" of each.
versions() {
  local name
  for name; do echo "$name=${VERSION[$name]}"; done
}

# fetch NAME: downloads the package to the current folder, and puts its file name into FETCHED.
fetch() {
  local wanted="$1=${VERSION[$1]}" found
  apt-get download -q -o APT::Sandbox::User="$(id -un)" "$wanted" || {
    needs_update
    apt-get download -q -o APT::Sandbox::User="$(id -un)" "$wanted"
  }
  found=("$1"_*.deb)
  FETCHED=${found[0]}
}

# The Debian part of apt's package sources, one line each; those of the suite SUITE where that is set.
packages_sources() {
  apt-get indextargets --format 'deb $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 'Origin: Debian' |
    sed -E -e "s,^deb ,deb [signed-by=$KEYRING] ," -e "s, $OWN_SUITE(-[a-z]+)? , ${SUITE:-$OWN_SUITE}\\1 ,"
}

KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

# How this machine's apt reaches them (proxies, certificates), as lines of apt.conf.
packages_transport() {
  apt-config dump Acquire | grep -E '^Acquire::https?::.*"[^"]+";$' || true
}
