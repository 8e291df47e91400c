# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The primary console taken over from xenconsoled: of a guest that runs, and from the first line of a guest's boot.
# seconds: 300

xenbay_up
at_end 'xenconsoled_start'
guest_create one
id=$(guest_id one)

# A guest that runs: xenconsoled holds its port as long as it runs itself.
xenconsoled_stop
dom0 "xenstore-write /local/domain/$id/console/type ioemu"
backend_state "$id" console 0 4
xenconsoled_start
expect_equal "a shell in the guest answers through our console" "42" "$(guest_sh one 'echo $((6*7))')"
expect "and its pseudo terminal is ours" dom0 "ls -l /proc/$(xenbay_pid)/fd | grep -q ptmx"
guest_destroy one

# All primary consoles, without xenconsoled: the log has what the guest's kernel said, from its first line on.
xenconsoled_stop
at_end 'xenbay_config org.xenbay.console.config'
xenbay_config org.xenbay.console.config 'types=["ioemu","xenconsoled"]' 'logDirectory="/var/log/xen/console"' 'logTimes="false"'
guest_create two extra="console=hvc0 ignore_loglevel xenlab.name=two"
id=$(guest_id two)
expect_equal "the primary console is served here" 4 "$(dom0 "xenstore-read /local/domain/0/backend/console/$id/0/state")"
guest_sh two 'dmesg' >"$RUN/dmesg"
dom0 'cat /var/log/xen/console/guest-two.log' | tr -d '\r' >"$RUN/boot"
expect_match "the log begins with the kernel's first line" 'Linux version' "$(grep -m 1 '^\[' "$RUN/boot")"
missing=$(grep '^\[' "$RUN/dmesg" | tr -d '\r' | grep -vxFf "$RUN/boot" || true)
expect_equal "and no line of $(grep -c '^\[' "$RUN/dmesg") is missing" "" "$missing"
guest_destroy two
