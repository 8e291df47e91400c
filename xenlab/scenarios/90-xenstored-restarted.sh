# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# xenstored replaced under the daemon. Updated in place: no device notices. Killed: connected devices are served on and the daemon says
# what is missing; started again, empty as it then is, new guests are served.
# seconds: 400

bin=/usr/lib/xen-*/bin
# store_pid: the process id of the xenstored of this host, whichever it is.
store_pid() { dom0 'cat /run/xen/xenstored.pid'; }

# served NAME: the shell on a guest's second console answers.
served() {
  local answer=$((RANDOM + 1000))
  expect_match "$1" "answer $answer" \
    "$(dom0 "(sleep 0.5; echo 'echo answer \$(($answer+0))'; sleep 1.5) | timeout 20 socat -t 2 - $tty,raw,echo=0")"
}

# with_console NAME: a guest with a shell on a second console of ours.
with_console() {
  guest_create "$1"
  console_add "$(guest_id "$1")" 1
  console_ready "$(guest_id "$1")" 1
  tty=$(console_tty "$(guest_id "$1")" 1)
  guest_sh "$1" 'setsid sh -c "exec sh -i </dev/hvc1 >/dev/hvc1 2>&1" >/dev/null 2>&1 &'
}

xenbay_up
with_console one
# By its number: the new xenstored does not know the guest's name, so xl would not find it.
at_end "dom0 xl destroy $(guest_id one)"
GUESTS=()
served "before all, the console answers"

if [[ $(cat "$RUN/xenstored") == C ]]; then
  expect "xenstored is updated while it runs" dom0 "xenstore-control live-update $bin/xenstored"
  expect "and is a new program in the old one's process" dom0 "ps -o args= -p $(store_pid) | grep -- ' -U'"
  expect_equal "after a live update of xenstored the console is Connected" 4 \
    "$(dom0 "xenstore-read /local/domain/0/backend/console/$(guest_id one)/1/state")"
  served "and answers"
  expect_equal "the daemon has not lost XenStore" "" "$(xenbay_log | grep 'lost XenStore' || true)"
fi

dom0 "kill -9 $(store_pid)"
retry_until 10 xenbay_logged 'lost XenStore' || fail "the daemon says that XenStore is lost"
expect "it says that connected devices are served on" xenbay_logged 'XenStore is away; connected devices are served on'
served "without XenStore the console answers"

# What an administrator does; xenconsoled does not end by itself when its xenstored is gone. xenstored 4.17 may end at its first
# start, of an assertion about the half-sent messages that the killed one left in the kernel's ring; the next start is well.
store_starts() {
  dom0 "rm -f /run/xenstored/socket; $bin/$program --pid-file /run/xen/xenstored.pid </dev/null >/dev/null 2>&1 &&
    sleep 3 && kill -0 \$(cat /run/xen/xenstored.pid)"
}
case $(cat "$RUN/xenstored") in ocaml) program=oxenstored ;; *) program=xenstored ;; esac
dom0 'kill -9 $(cat /run/xen/xenconsoled.pid)'
expect "xenstored starts again" retry_until 30 store_starts
expect "and dom0 is set up in it" dom0 "timeout 20 $bin/xen-init-dom0"
xenconsoled_start
retry_until 30 xenbay_logged 'XenStore is back' || fail "the daemon finds XenStore again"
expect_equal "without a stack trace" "" "$(xenbay_log | grep -P '^\tat ' || true)"
echo "devices now: $(xenbay devices)"

with_console two
served "a guest made afterwards is served"
guest_destroy two
