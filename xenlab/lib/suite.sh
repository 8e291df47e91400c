# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Which Debian the host is made of: this machine's own, or another one, whose packages a private apt knows.

# The suites that the lab is known to work with.
XEN_SUITES=(bookworm trixie)

OWN_SUITE=$(. /etc/os-release && echo "$VERSION_CODENAME")

# suite_use SUITE: from now on all parts are made of this suite's packages. Each suite has a cache of its own.
suite_use() {
  [[ " ${XEN_SUITES[*]} " == *" $1 "* ]] || die "no suite $1; there are: ${XEN_SUITES[*]}"
  SUITE=$1
  [[ $SUITE == "$OWN_SUITE" ]] || CACHE=$CACHE/$SUITE
}

# suite_apt: apt knows the packages of SUITE. Another suite than this machine's gets lists of its own in the cache, which any user may
# refresh; how apt reaches the archive is as this machine's configuration says.
suite_apt() {
  local folder=$CACHE/apt
  [[ ${SUITE:-$OWN_SUITE} != "$OWN_SUITE" && -z ${APT_CONFIG:-} ]] || return 0
  mkdir -p "$folder"/{lists/partial,cache/archives/partial}
  packages_sources >"$folder/sources.list"
  cat >"$folder/apt.conf" <<CONF
Dir::Etc::sourcelist "$folder/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "$folder/lists";
Dir::State::status "/dev/null";
Dir::Cache "$folder/cache";
APT::Sandbox::User "$(id -un)";
CONF
  export APT_CONFIG=$folder/apt.conf
}
