# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The console bundle updated, removed and installed again while a guest writes: every line once and in order, state 4 throughout.
# seconds: 360

updates=5
times_served() { xenbay_log | grep -c "type console is served by" || true; }
updated() { (($(times_served) > $1)); }
lines_written() { dom0 'wc -l </run/xenlab/lines'; }
more_lines() { (($(lines_written) > $1)); }
in_force() { xenbay config org.xenbay.core | grep -qE "$1"; }

xenbay_up
deploy=$(dom0 "ls $XENBAY/deploy/console-backend-bundle*.jar")
at_end "dom0 'test -e $deploy || mv /run/xenlab/console.jar $deploy'"
guest_create one
id=$(guest_id one)
console_add "$id" 1 connection=socket path=/run/xenlab/one.sock name=org.xenbay.one
console_ready "$id" 1

# States are watched through all updates.
dom0 "timeout 200 xenstore-watch /local/domain/0/backend/console/$id/1/state >/run/xenlab/states 2>&1 & echo \$! >/run/xenlab/watch.pid"
dom0 "rm -f /run/xenlab/lines; timeout 200 socat -u UNIX:/run/xenlab/one.sock OPEN:/run/xenlab/lines,creat,trunc </dev/null >/dev/null 2>&1 &"
retry_until 10 dom0 test -e /run/xenlab/lines
guest_sh one '(exec 3<>/dev/hvc1; stty raw -echo <&3; n=0
  until [ -e /tmp/stop ]; do n=$((n+1)); echo "line $n"; done >&3; echo $n >/tmp/written) >/dev/null 2>&1 &'
retry_until 10 dom0 test -s /run/xenlab/lines
for ((i = 1; i <= updates; i++)); do
  before=$(times_served)
  dom0 touch "$deploy"
  retry_until 20 updated "$before" || fail "update $i"
  lines=$(lines_written)
  retry_until 20 more_lines "$lines" || fail "after update $i the guest goes on: $lines lines"
done
guest_sh one 'touch /tmp/stop; until [ -e /tmp/written ]; do sleep 0.2; done'
written=$(guest_sh one 'cat /tmp/written')
retry_until 20 dom0 "test \$(wc -l </run/xenlab/lines) -ge $written" || true
expect_equal "the $written lines written during $updates updates are there once and in order" \
  "$(seq -f 'line %.0f' 1 "$written" | md5sum)" "$(dom0 'md5sum </run/xenlab/lines')"
dom0 'kill $(cat /run/xenlab/watch.pid)'
expect_equal "its state was never written" 1 "$(dom0 'wc -l </run/xenlab/states')"

# Removed: the guest is told when nobody took over in time. Installed again: a device made anew is served.
at_end 'xenbay_config org.xenbay.core.cfg'
xenbay_config org.xenbay.core.cfg 'handoverSeconds=3'
retry_until 40 in_force 'handoverSeconds.*[[:blank:]]3' || fail "the core takes its configuration"
dom0 mv "$deploy" /run/xenlab/console.jar
backend_state "$id" console 1 6
expect_match "why, is told" 'type console is not served' "$(xenbay explain "$id/console/1" 2>&1 || true)"
before=$(times_served)
dom0 mv /run/xenlab/console.jar "$deploy"
retry_until 20 updated "$before" || fail "the bundle is installed again"
console_add "$id" 2
console_ready "$id" 2
guest_destroy one
