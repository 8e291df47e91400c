# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Grants and event channels through the native bundle, with dom0 as its own guest: each call and each refusal of the hypervisor.
# seconds: 120

classes=$LAB/../xen-native-bundle/target/test-classes/org/xenbay/nativexen/xen
[[ -f $classes/LoopBackProbe.class ]] || skip "the probe is not compiled: build the module xen-native-bundle"
xenbay_install
dom0 modprobe xen-gntalloc
at_end 'dom0 rm -rf /tmp/probe'
push "$classes"/LoopBack*.class /tmp/probe/org/xenbay/nativexen/xen
ports=$(dom0 "$(dom0_ports)")

probe="java -Xint -cp '/tmp/probe:$XENBAY/bundle/*' org.xenbay.nativexen.xen.LoopBackProbe 0"
checks=$(dom0 "$probe 2>&1") || fail "the probe's checks"$'\n'"$checks"
echo "$checks"
expect_match "all of them ran" 'no grant is mapped at the end' "$checks"
expect_equal "the ports it bound are free again" "$ports" "$(dom0 "$(dom0_ports)")"
