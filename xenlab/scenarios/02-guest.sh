# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A Linux guest comes up to its shell, is listed, and leaves nothing behind.

before=$(dom0 xenstore-ls /local/domain/0/backend || true)
guest_create one
id=$(guest_id one)

expect_match "xl lists the guest" "(^|"$'\n'")one +$id +256 " "$(dom0 xl list)"
expect_equal "the guest runs on Xen" xen "$(guest_sh one 'cat /sys/hypervisor/type')"
expect_equal "its name came with the command line" one "$(guest_sh one hostname)"

status=0
guest_sh one 'exit 7' || status=$?
expect_equal "a script's status comes back" 7 "$status"

guest_destroy one
expect_equal "xl lists domain 0 only" 1 "$(dom0 'xl list | tail -n +2 | wc -l')"
expect "its part of XenStore is gone" dom0 "! xenstore-ls /local/domain/$id 2>/dev/null"
expect_equal "its backends are gone" "$before" "$(dom0 xenstore-ls /local/domain/0/backend || true)"
