# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the systemd unit has to do on a machine. Each check begins where the one before it ended.

UNIT=xenbay.service

# unit_install: the distribution and its unit, which is enabled, as an administrator would; then what only this lab needs.
unit_install() {
  local home root=$RUN/root units=$RUN/root/etc/systemd/system
  home=$(client_distribution)
  cp -r "$home" "$root/opt/xenbay"
  rm -rf "$root/opt/xenbay/run"
  chown -R root:root "$root/opt/xenbay"
  cp "$root/opt/xenbay/systemd/$UNIT" "$units/"
  mkdir -p "$units/multi-user.target.wants" "$units/$UNIT.d" "$root/lab" "$root/srv/share"
  ln -s "../$UNIT" "$units/multi-user.target.wants/$UNIT"
  chmod 1777 "$root/srv/share"
  cp "$LAB/machine/no-xen.conf" "$units/$UNIT.d/"
  cp "$LAB/machine/"*.py "$LAB/machine/reasons.awk" "$root/lab/"
  printf '%s\n' listenPort=5640 listenPath=/srv/share listenSecurityModel=passthrough listenOptions=credentials=user \
    >>"$root/opt/xenbay/etc/org.xenbay.ninepfs.cfg"
}

unit_checks() {
  local check
  for check in boot files walls shell devices update journal restart kill watchdog stop without_xen; do
    "unit_$check"
  done
}

property() { machine "systemctl show -P $1 $UNIT"; }

main_pid() { property MainPID; }

# keeper: the process that keeps the daemon's open files.
keeper() { machine 'cut -d " " -f 1 /run/xenbay/keeper'; }

unit_boot() {
  echo "# $(machine '. /etc/os-release; echo "$PRETTY_NAME"; systemctl --version | head -n 1; java -version 2>&1 | head -n 1; uname -r' | paste -sd ,)"
  expect_equal "systemd has started all units" running "$(machine systemctl is-system-running --wait || true)"
  expect_equal "the unit was started at boot, and is active" active "$(property ActiveState)"
  expect_equal "the unit of Xen's daemons is there, one of xenstored is not" "loaded not-found" \
    "$(machine 'systemctl show -P LoadState xen.service xenstored.service | xargs')"
  expect_match "it comes after Xen's daemons and before the guests" "xen.service.*;.*xendomains.service" \
    "$(property After);$(property Before)"
  expect_equal "no order of units was broken" "" "$(machine 'journalctl -b --no-pager | grep -i "ordering cycle" || true')"
  expect "its state is told in words" retry_until 60 machine \
    "systemctl show -P StatusText $UNIT | grep -E '^[0-9]+ devices? of [0-9]+ guests?; (all well|warning: .)'"
  expect_equal "systemd wants signs of life" 30s "$(property WatchdogUSec)"
}

unit_files() {
  local table
  expect_equal "systemd-analyze verify finds nothing" "" \
    "$(machine "systemd-analyze verify /etc/systemd/system/$UNIT 2>&1 || echo status \$?")"
  table=$(machine "systemd-analyze security --no-pager --threshold=42 $UNIT") || fail "its exposure is at most 4.2"$'\n'"$table"
  echo "ok: $(tail -n 1 <<<"$table")"
  expect_equal "each line that is not tighter has its reason in the unit" "" \
    "$(awk -f "$LAB/machine/reasons.awk" "$RUN/root/etc/systemd/system/$UNIT" - <<<"$table")"
}

# Runs a program in the same sandbox that tries what has to be refused and what has to work.
unit_walls() {
  machine "sed -e '/^\(Type\|ExecStart\|Restart\|Watchdog\|RuntimeDirectory\|LogsDirectory\|ConditionPathExists\|Wants\|After\|Before\)/d' \
    -e 's,^\[Service\],&\nType=oneshot\nExecStart=/usr/bin/python3 /lab/probe.py\nStandardOutput=file:/lab/probe.out,' \
    /etc/systemd/system/$UNIT >/run/systemd/system/probe.service && systemctl daemon-reload && systemctl start probe"
  expect_equal "its walls refuse what they shall, and nothing else" "$(<"$LAB/machine/probe.expected")" "$(machine cat /lab/probe.out)"
  expect_equal "descriptors and locked memory are not limited beyond what this machine allows" "$(unit_limits)" \
    "$(machine "awk '/Max open files|Max locked memory/ { print \$5 }' /proc/$(main_pid)/limits | xargs")"
}

# unit_limits: those of the unit; of systemd itself where that may not raise them, as in some containers.
unit_limits() {
  if machine 'test $((0x$(awk "/CapEff/ { print \$2 }" /proc/1/status) >> 24 & 1)) = 1'; then
    echo 1048576 unlimited
  else
    machine "awk '/Max open files|Max locked memory/ { print (\$5 > 1048576 && /files/) ? 1048576 : \$5 }' /proc/1/limits | xargs"
  fi
}

# unit_priority: that of the unit; of systemd itself where that may not raise it, as in some containers.
unit_priority() {
  if machine 'test $((0x$(awk "/CapEff/ { print \$2 }" /proc/1/status) >> 24 & 1)) = 1'; then
    echo 2
  else
    machine "awk '/Max realtime priority/ { print \$4 }' /proc/1/limits"
  fi
}

unit_shell() {
  expect_match "the shell answers" 'hypervisor: embedded' "$(machine xenbay host)"
  expect_match "threads can give up the rest" 'threads give up: files \(Landlock [0-9]+\), capabilities, system calls' \
    "$(machine xenbay host)"
  expect_equal "threads may have real-time priority where systemd may allow it" "$(unit_priority)" \
    "$(machine "awk '/Max realtime priority/ { print \$4 }' /proc/$(main_pid)/limits")"
  expect_match "another user is told so" 'may not|permission|allowed' \
    "$(machine 'setpriv --reuid 1001 --regid 1001 --clear-groups /opt/xenbay/bin/xenbay devices 2>&1; true')"
}

unit_devices() {
  expect "a console is attached" machine xenbay attach 1/console/2 connection=pty name=lab
  unit_console 1/console/2
  expect_equal "a share is served under the walls" "$(<"$LAB/machine/ninep.expected")" \
    "$(machine "python3 /lab/ninep.py 5640 $(main_pid) 2>&1")"
  expect_equal "its files are what the client made" "$(printf '%s\n' 'file 4755 1001 regular file' \
    'null 644 0 character special file' 'pipe 644 0 fifo' 'theirs 644 1002 regular empty file')" \
    "$(machine 'cd /srv/share && stat -c "%n %a %u %F" *')"
  machine 'rm /srv/share/*'
  expect "a console with a socket is attached" machine xenbay attach 1/console/3 connection=socket path=/run/lab.sock name=lab.socket
  expect "a console's socket is made" retry_until 30 machine 'test -S /run/lab.sock'
  expect "USB devices of this machine are looked for" machine xenbay usb
}

# unit_update: a backend's code is replaced, in a folder that the walls leave writable.
unit_update() {
  machine "cp /opt/xenbay/deploy/console-backend-bundle.jar /lab/"
  expect_match "a bundle is deployed under guests" 'serves console' "$(machine xenbay deploy /lab/console-backend-bundle.jar 2>&1)"
  unit_console 1/console/2
}

# unit_console DEVICE: its guest answers on its terminal.
unit_console() {
  retry_until 60 machine "xenbay device $1 | grep '^tty: /dev/pts'" >/dev/null || fail "$1 has a terminal"
  expect "the guest of $1 answers" machine "python3 /lab/tty.py \$(xenbay device $1 | sed -n 's/^tty: //p')"
}

unit_journal() {
  local file=/opt/xenbay/etc/org.xenbay.console.cfg
  machine "cp $file /lab/ && echo maxLimit=plenty >>$file"
  expect "a fault of the configuration is a warning in the journal" \
    retry_until 30 machine "journalctl -u $UNIT -p 4..4 --no-pager -o cat | grep 'org.xenbay.console.cfg.*maxLimit.*plenty'"
  machine "cp /lab/org.xenbay.console.cfg $file"
  # The journal's own socket has a listener already.
  machine 'xenbay attach 1/console/9 connection=socket path=/run/systemd/journal/stdout name=lab.taken || true'
  expect "a fault of a device is a warning, which its id finds" retry_until 30 machine \
    "journalctl -u $UNIT XENBAY_DEVICE=1/console/9 -p 4..4 --no-pager -o cat | grep '^device: 1/console/9: '"
  expect "and its guest's" machine \
    "journalctl -u $UNIT XENBAY_GUEST=1 --no-pager -o cat | grep '^device: 1/console/9: '"
  machine 'xenbay detach --force 1/console/9 || true'
  expect_equal "a line is in the journal once, with its fields" "1 1" "$(machine "
    journalctl _PID=$(main_pid) --no-pager -o cat | grep -c 'ReadySignal: ready'
    journalctl _PID=$(main_pid) XENBAY_LOGGER=org.xenbay.shell.internal.socket.ReadySignal PRIORITY=6 --no-pager -q -o cat | wc -l
    " | xargs)"
  expect "the rest is information" machine "journalctl -u $UNIT -p 6..6 --no-pager -o cat | grep 'ReadySignal: ready'"
  expect_equal "no line shows its priority, or a time of its own" "" \
    "$(machine "journalctl -u $UNIT --no-pager -o cat | grep -E '^(<[0-9]>|20[0-9][0-9]-)' || true")"
  expect_equal "nothing is worse than a warning" "" "$(machine "journalctl -u $UNIT -p 3 --no-pager -q -o cat")"
  expect_match "systemctl status says how it is, and its last lines" 'Status: "[0-9]+ devices? of [0-9]+ guests?; .*ReadySignal' \
    "$(machine "systemctl status --no-pager -l -n 60 $UNIT" | tr '\n' ' ')"
}

unit_restart() {
  local before
  before=$(main_pid)
  expect "systemctl restart" machine systemctl restart "$UNIT"
  [[ $(main_pid) != "$before" ]] || fail "another process runs after a restart"
  unit_took_over "$before"
}

# unit_took_over PROCESS: the running daemon has what that process left, and serves.
unit_took_over() {
  expect_equal "it is active" active "$(property ActiveState)"
  expect "open files of process $1 were taken over" \
    machine "journalctl _PID=$(main_pid) --no-pager -o cat | grep -E 'took over [1-9][0-9]* open files of process $1'"
  expect_equal "one process keeps open files" "$(keeper)" "$(machine pgrep -x xenbay-keeper | xargs)"
  unit_console 1/console/1
}

unit_kill() {
  local before held
  before=$(main_pid) held=$(keeper)
  expect_match "terminals outlast kill -9 of the main process" '^[1-9]' \
    "$(machine "kill -9 $before; while kill -0 $before 2>/dev/null; do :; done; ls -l /proc/$held/fd | grep -c ptmx")"
  expect "systemd starts it again" retry_until 60 machine \
    "test \$(systemctl show -P NRestarts,ActiveState $UNIT | grep -c -x -e 1 -e active) = 2"
  unit_took_over "$before"
}

# A daemon that gives no sign of life for the watchdog's time is killed and started again; its guests go on.
unit_watchdog() {
  local before restarts settings=/etc/systemd/system/$UNIT.d/watchdog.conf
  machine "systemctl stop $UNIT && printf '[Service]\nWatchdogSec=5\n' >$settings && systemctl daemon-reload"
  expect "it starts with a shorter watchdog" machine systemctl start "$UNIT"
  before=$(main_pid) restarts=$(property NRestarts)
  expect_equal "which systemd has set" 5s "$(property WatchdogUSec)"
  machine sleep 12
  expect_equal "a daemon that works is not ended" "$before $restarts" "$(main_pid) $(property NRestarts)"
  machine "kill -STOP $before"
  expect "one that does nothing is killed, and started again" retry_until 60 machine \
    "test \$(systemctl show -P NRestarts,ActiveState $UNIT | grep -c -x -e $((restarts + 1)) -e active) = 2"
  expect "systemd says why" machine "journalctl -u $UNIT --no-pager -o cat | grep 'Watchdog timeout'"
  unit_took_over "$before"
  machine "systemctl stop $UNIT && rm $settings && systemctl daemon-reload && systemctl start $UNIT"
  expect_equal "it has the delivered watchdog again" 30s "$(property WatchdogUSec)"
}

unit_stop() {
  expect "systemctl stop" machine systemctl stop "$UNIT"
  expect_equal "it ended well" "inactive success" "$(property ActiveState) $(property Result)"
  expect_equal "only the process is left that keeps open files for the next daemon" xenbay-keeper "$(unit_processes)"
  expect "it ends when it is told" machine "systemctl kill --signal=KILL $UNIT && systemctl clean --what=runtime $UNIT"
  expect_equal "nothing is left" "" "$(unit_processes)$(machine 'ls -d /run/xenbay 2>/dev/null || true')"
  # With nothing to keep for the next daemon.
  machine 'echo enabled=no >>/opt/xenbay/etc/org.xenbay.demo.cfg
    mkdir /run/systemd/system/xen.service.d
    printf "[Service]\nExecStart=\nExecStart=/bin/false\n" >/run/systemd/system/xen.service.d/fails.conf
    systemctl daemon-reload && systemctl stop xen'
  expect "it starts without devices, and although Xen's daemons do not" machine systemctl start "$UNIT"
  expect_equal "which have failed" failed "$(machine systemctl is-failed xen || true)"
  expect_equal "there are none" "" "$(machine xenbay devices)"
  expect "systemctl stop" machine systemctl stop "$UNIT"
  expect_equal "no process is left" "" "$(unit_processes)"
}

# unit_processes: the names of those in the unit's control group, and of any other that is the daemon's.
unit_processes() {
  machine "{ cat /sys/fs/cgroup/system.slice/$UNIT/cgroup.procs 2>/dev/null; pgrep -x 'java|xenbay.*'; } |
    while read -r process; do cat /proc/\$process/comm; done" | sort -u | xargs
}

unit_without_xen() {
  machine "rm /etc/systemd/system/$UNIT.d/no-xen.conf && systemctl daemon-reload"
  expect "without Xen, and as it is delivered, it is passed over" machine systemctl start "$UNIT"
  expect_equal "it has not failed" "inactive no" "$(property ActiveState) $(property ConditionResult)"
}
