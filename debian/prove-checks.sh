# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the packages have to do: each check begins where the one before it ended. The words are those of xenlab.

PACKAGES=(xenbay xenbay-web xenbay-doc xenbay-testkit)
# Whether this machine's console guest is served is told by it.
CONSOLE=1/console/1

# make_packages FOLDER: DEBS/1 has these packages, DEBS/2 a newer version, in which two files of the configuration are others.
make_packages() {
  local name tree=$RUN/tree
  DEBS=$RUN/debs
  rm -rf "$DEBS"
  mkdir -p "$DEBS/1" "$DEBS/2"
  for name in "${PACKAGES[@]}"; do
    compgen -G "$1/${name}_*.deb" >/dev/null || die "no package $name in $1"
    cp "$1/${name}"_*.deb "$DEBS/1/$name.deb"
  done
  VERSION_1=$(dpkg-deb -f "$DEBS/1/xenbay.deb" Version)
  VERSION_2=$VERSION_1+newer
  for name in xenbay xenbay-web; do
    rm -rf "$tree"
    dpkg-deb -R "$DEBS/1/$name.deb" "$tree"
    sed -i -e "s/^Version: .*/Version: $VERSION_2/" -e "s/xenbay (= [^)]*)/xenbay (= $VERSION_2)/" "$tree/DEBIAN/control"
    [[ $name != xenbay ]] || echo '# of the newer version' | tee -a "$tree/etc/xenbay/org.xenbay.console.cfg" \
      >>"$tree/etc/xenbay/org.xenbay.vnc.server.cfg"
    dpkg-deb --root-owner-group -Zgzip -b "$tree" "$DEBS/2/$name.deb" >/dev/null
  done
  rm -rf "$tree"
}

# Without a machine.
check_packages() {
  if command -v lintian >/dev/null; then
    expect "lintian finds no error" lintian --allow-root --fail-on error "$DEBS"/1/*.deb
  else
    fail "there is no lintian (apt-get install lintian)"
  fi
  mkdir -p "$RUN/kit"
  dpkg-deb -x "$DEBS/1/xenbay-testkit.deb" "$RUN/kit"
  expect "a project outside builds with xenbay-testkit alone" env ARTIFACTS="$RUN/kit/usr/share/xenbay-testkit" \
    "$here/../examples/vtpm-backend/prove"
}

# A machine of xenlab leaves documents out; Debian's have them.
prepare_machine() {
  local root=$RUN/root
  grep -l path-exclude "$root"/etc/dpkg/dpkg.cfg.d/* | xargs -r rm
  mkdir -p "$root/lab" "$root/etc/systemd/system/xenbay.service.d"
  cp -r "$DEBS"/? "$root/lab/"
  cp "$LAB/machine/tty.py" "$root/lab/"
  cp "$LAB/machine/no-xen.conf" "$root/etc/systemd/system/xenbay.service.d/"
}

# apt WORD…: as an operator who keeps files of the configuration that they have changed.
apt() {
  machine "DEBIAN_FRONTEND=noninteractive apt-get -y -q --allow-downgrades -o Dpkg::Options::=--force-confold $* 2>&1"
}

property() { machine "systemctl show -P $1 xenbay.service"; }

main_pid() { property MainPID; }

version() { machine "dpkg-query -W -f '\${Version}' xenbay"; }

# mapped NAME: files with this in their path that the daemon has in its memory.
mapped() { machine "grep -o '/[^ ]*$1[^ ]*' /proc/$(main_pid)/maps | sort -u" | xargs; }

# runs: the service is active, its start used what the installation has made, and nothing is wrong.
runs() {
  expect_equal "the service is active, and starts with the machine" "active enabled" \
    "$(machine 'systemctl is-active xenbay; systemctl is-enabled xenbay' | xargs)"
  expect_match "its classes come from the archive" '^/var/cache/xenbay/classes-[0-9.+-]*[.](jsa|aot)$' "$(mapped /classes-)"
  expect_equal "JNA's library is the one of the package" /usr/lib/xenbay/libjnidispatch.so "$(mapped jni)"
  retry_until 60 machine "xenbay devices | grep '$CONSOLE.*served, all is well'" >/dev/null || fail "$CONSOLE is served"
  expect "xenbay health finds nothing" retry_until 60 machine xenbay health
  expect "the guest of $CONSOLE answers" machine "python3 /lab/tty.py \$(xenbay device $CONSOLE | sed -n 's/^tty: //p')"
}

check_install() {
  echo "# $(machine '. /etc/os-release; echo "$PRETTY_NAME"; java -version 2>&1 | head -n 1' | paste -sd ,)"
  # Where administrators want it so.
  machine 'mount -o remount,noexec /tmp'
  expect "apt installs xenbay" apt install /lab/1/xenbay.deb
  expect_equal "systemd-analyze verify finds nothing in the unit" "" \
    "$(machine 'systemd-analyze verify xenbay.service 2>&1 | grep xenbay.service || true')"
  runs
  expect_equal "nothing was unpacked, or made for the next start" "" \
    "$(machine 'ls -d /root/.cache /tmp/jna* /run/xenbay/classes-* 2>/dev/null || true')"
  expect_equal "each file of the configuration is a conffile" "$(machine 'ls /etc/xenbay' | xargs)" \
    "$(machine "dpkg-query -W -f '\${Conffiles}\n' xenbay | sed -n 's,^ /etc/xenbay/\([^ ]*\) .*,\1,p' | sort" | xargs)"
  expect_equal "all backends are links in deploy/" "$(machine 'cd /usr/share/xenbay/backends; echo *.jar')" \
    "$(machine 'cd /var/lib/xenbay/deploy; find . -name "*.jar" -type l -printf "%f\n" | sort' | xargs)"
  expect_equal "without xenbay-web there is no page" "" "$(machine "xenbay bundles | grep org.xenbay.web || true")"
  expect_equal "any user may ask for the version" "xenbay" \
    "$(machine 'setpriv --reuid 1001 --regid 1001 --clear-groups xenbay --version' | cut -d ' ' -f 1)"
}

check_page() {
  local before
  before=$(main_pid)
  expect "apt installs xenbay-web" apt install /lab/1/xenbay-web.deb
  [[ $(main_pid) != "$before" ]] || fail "the daemon starts again with the page's bundle"
  expect "its bundle is there" machine 'xenbay bundles | grep org.xenbay.web'
  runs
}

check_upgrade() {
  local before
  # The operator's: a changed file, a backend that is not wanted, one that is somebody else's, one that a deploy has put back.
  machine 'echo maxLimit=2M >>/etc/xenbay/org.xenbay.console.cfg
    cd /var/lib/xenbay/deploy && rm qusb-backend-bundle.jar
    cp --remove-destination /usr/share/xenbay/backends/9pfs-backend-bundle.jar . && cp --remove-destination /usr/share/xenbay/backends/vfb-backend-bundle.jar .
    python3 -c "import zipfile; zipfile.ZipFile(\"9pfs-backend-bundle.jar\", \"a\").writestr(\"mine\", \"\")"'
  expect "a changed value is in force" retry_until 30 machine 'xenbay config console | grep -E "maxLimit.2M"'
  before=$(main_pid)
  expect "apt upgrades" apt install /lab/2/xenbay.deb /lab/2/xenbay-web.deb
  expect_equal "the version is the newer one" "$VERSION_2" "$(version)"
  [[ $(main_pid) != "$before" ]] || fail "the daemon was restarted"
  expect "the daemon took open files of the one before" \
    machine "journalctl _PID=$(main_pid) --no-pager -o cat | grep -E 'took over [1-9][0-9]* open files of process $before'"
  runs
  expect_equal "the changed file is kept, and the newer one lies beside it" "maxLimit=2M # of the newer version" \
    "$(machine 'tail -n 1 /etc/xenbay/org.xenbay.console.cfg; tail -n 1 /etc/xenbay/org.xenbay.console.cfg.dpkg-dist' | xargs)"
  expect_equal "an unchanged file is the newer one" "# of the newer version" "$(machine 'tail -n 1 /etc/xenbay/org.xenbay.vnc.server.cfg')"
  kept_backends
}

kept_backends() {
  expect_equal "a backend that was removed stays so, another's stays, one that was put back is the package's again" \
    "9pfs-backend-bundle.jar f vfb-backend-bundle.jar l" \
    "$(machine 'cd /var/lib/xenbay/deploy; find . -name "[9qv][pfu]*.jar" -printf "%f %y\n" | sort' | xargs)"
}

check_downgrade() {
  expect "apt downgrades" apt install /lab/1/xenbay.deb /lab/1/xenbay-web.deb
  expect_equal "the version is the older one" "$VERSION_1" "$(version)"
  runs
  expect_equal "the changed file is kept" maxLimit=2M "$(machine 'tail -n 1 /etc/xenbay/org.xenbay.console.cfg')"
  kept_backends
}

check_remove() {
  expect "apt removes" apt remove xenbay
  expect_equal "of its processes only the one is left that keeps open files for the next daemon" xenbay-keeper "$(processes)"
  expect_equal "what was installed is gone" "" \
    "$(machine 'ls -d /usr/bin/xenbay /usr/share/xenbay /usr/lib/xenbay /usr/libexec/xenbay* /var/cache/xenbay 2>/dev/null || true')"
  expect "the configuration is kept" machine 'grep -x maxLimit=2M /etc/xenbay/org.xenbay.console.cfg && ls /etc/xenbay/org.xenbay.web.cfg'
}

# processes: the names of those that are the service's.
processes() { machine "ps -e -o comm= | grep -E '^(java|xenbay.*)$' | sort -u || true" | xargs; }

check_again() {
  expect "apt installs it again" apt install /lab/1/xenbay.deb
  expect "the daemon took open files of the one that was removed" \
    machine "journalctl _PID=$(main_pid) --no-pager -o cat | grep -E 'took over [1-9][0-9]* open files'"
  runs
  kept_backends
}

check_purge() {
  expect "apt purges" apt purge xenbay xenbay-web
  expect_equal "no process is left" "" "$(processes)"
  machine 'rm -r /etc/systemd/system/xenbay.service.d'
  expect_equal "no file is left" "" \
    "$(machine 'find / -xdev -path /lab -prune -o -path /proc -prune -o -path /sys -prune -o -name "*xenbay*" -print; ls -d /run/xenbay /tmp/* 2>/dev/null | grep -v -e /systemd-private- -e /hsperfdata_ || true')"
}

check_all() {
  expect "apt installs all packages, without Xen" apt install /lab/1/*.deb
  expect_equal "without Xen the service is passed over" "inactive no" "$(property ActiveState) $(property ConditionResult)"
  expect "documents link to each other" machine 'cd /usr/share/doc/xenbay-doc && ls README.md docs/operate.md docs/adr/README.md api/index.html'
  expect "the repository names its own place" machine 'grep "file:///usr/share/xenbay-testkit<" /usr/share/xenbay-testkit/settings.xml'
  expect "apt purges all of them" apt purge xenbay xenbay-web xenbay-doc xenbay-testkit
  expect_equal "no file is left" "" \
    "$(machine 'find / -xdev -path /lab -prune -o -path /proc -prune -o -path /sys -prune -o -name "*xenbay*" -print')"
}
