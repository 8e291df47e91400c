# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# dom0 is Xen's domain 0, with the daemons a toolstack needs.

expect_match "Xen answers xl" 'xen_version *: [0-9.]+' "$(dom0 xl info)"
expect_equal "this is domain 0" 0 "$(dom0 xenstore-read domid)"
expect_match "xenstore-ls shows domain 0's name" 'name = "Domain-0"' "$(dom0 xenstore-ls /local/domain/0)"
expect "the event channels' and grants' devices are there" dom0 'ls -l /dev/xen/evtchn /dev/xen/gntdev /dev/xen/xenbus'
expect "xenconsoled runs" dom0 'kill -0 $(cat /run/xen/xenconsoled.pid)'
