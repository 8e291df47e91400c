# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The distribution starts in dom0, picks the native Xen, offers its types, and lists the devices that XenStore has.
# seconds: 300

xenbay_up
host=$(xenbay host)
expect_match "bin/xenbay says its version" "[0-9]+\.[0-9]+" "$(xenbay --version)"
expect_match "the hypervisor is the native one" 'hypervisor: native' "$host"
expect_match "it is domain 0" 'own domain: 0' "$host"
expect_match "grants can be copied" 'grant copy: yes' "$host"
expect_match "the console backend is there" 'console' "$(xenbay backends)"

guest_create one
id=$(guest_id one)
console_add "$id" 1
console_add "$id" 3 connection=socket path=/run/xenlab/three.sock name=org.xenbay.three
console_ready "$id" 1
console_ready "$id" 3

# The same devices with the same states as the genuine tool shows.
wanted=$(dom0 'xenstore-ls -f /local/domain/0/backend' |
  sed -nE 's,^/local/domain/0/backend/([a-z0-9_]+)/([0-9]+)/([0-9]+)/state = "([0-9])"$,\2/\1/\3 \4,p' | sort)
found=$(xenbay devices --json | tr '{' '\n' |
  sed -nE 's,.*"id":"([^"]+)".*"backendState":"?([A-Za-z0-9]+)"?.*,\1 \2,p' |
  sed 's/Initialising$/1/; s/InitWait$/2/; s/Initialised$/3/; s/Connected$/4/; s/Closing$/5/; s/Closed$/6/' | sort)
expect_equal "its devices are those of xenstore-ls" "$wanted" "$found"
expect_match "it is well" '^XENBAY OK - devices: ' "$(xenbay health)"
at_end 'dom0 "pkill -CONT xenstored"'
dom0 'pkill -STOP xenstored'
expect_match "it says that XenStore does not answer" '^XENBAY CRITICAL - .*xenstore has not answered for 5 s' "$(xenbay health)"
dom0 'pkill -CONT xenstored'
expect_match "it is well again" '^XENBAY OK - devices: ' "$(xenbay health)"
expect_match "why the primary console is not served" 'xenconsoled' "$(xenbay explain "$id/console/0")"

xenbay_none() { ! xenbay devices --json | grep -q "\"$id/"; }
guest_destroy one
retry_until 10 xenbay_none || fail "its devices go with the guest"
