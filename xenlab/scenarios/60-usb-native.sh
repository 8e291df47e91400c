# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The binding of libusb with a genuine disk in dom0, without a guest: taken from the kernel's driver, every kind of request
# and refusal, given back in working order, and pulled out with transfers under way.
# seconds: 400

classes=$LAB/../usb-host-bundle/target/test-classes/org/xenbay/nativexen/usb
[[ -f $classes/UsbProbe.class ]] || skip "the probe is not compiled: build the module usb-host-bundle"
xenbay_install
push "$classes"/{UsbProbe,ScsiDisk}*.class /tmp/probe/org/xenbay/nativexen/usb
at_end 'dom0 rm -rf /tmp/probe'
usb_disk stick 4M
path=$(usb_path stick)

probe="java -Xint -cp '/tmp/probe:$XENBAY/bundle/*' org.xenbay.nativexen.usb.UsbProbe $path"
dom0 "setsid $probe >/tmp/probe.log 2>&1 </dev/null & echo \$! >/tmp/probe.pid"
at_end 'dom0 "kill \$(cat /tmp/probe.pid) 2>/dev/null; rm -f /tmp/probe.log /tmp/probe.pid"'
retry_until 240 dom0 'grep -q "^waiting for" /tmp/probe.log || ! kill -0 $(cat /tmp/probe.pid)'
usb_pull stick
retry_until 60 dom0 '! kill -0 $(cat /tmp/probe.pid) 2>/dev/null' || { dom0 cat /tmp/probe.log; fail "the probe ends"; }
checks=$(dom0 cat /tmp/probe.log)
echo "$checks"
expect_match "its checks were made to the end" "its service goes" "$checks"
expect_equal "none failed" '' "$(grep '^NOT OK' <<<"$checks" || true)"
expect_equal "what was read is what the disk has" \
  "$(head -c 4M "$(usb_image stick)" | python3 -c 'import sys, zlib; print(zlib.crc32(sys.stdin.buffer.read()))')" \
  "$(sed -n 's/^crc32 //p' <<<"$checks")"
