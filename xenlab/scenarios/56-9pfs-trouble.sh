# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A full disk, a used-up quota, a file system that becomes read-only, permission lost, files and shares that vanish: the guest gets
# the right error number, and what fsync has acknowledged is on the host, also when the daemon is killed right after.
# seconds: 700

small=/run/xenlab/small
share=/srv/trouble
export GUEST_SECONDS=200
model=(device_model_version=qemu-xen "device_model_override=$XENBAY/libexec/xenbay-device-model")
# said NAME SCRIPT: prints the error of a guest's command: the text after the last colon, without dd's counts.
said() { guest_sh "$1" "{ $2; } 2>&1 >/dev/null | grep -v ' records ' | sed 's/.*: //' | tail -n 1"; }

xenbay_up
at_end "dom0 'umount $small 2>/dev/null; chattr -i $share/fixed 2>/dev/null; rm -rf $share'"
dom0 "mkdir -p $small $share/gone && mount -t tmpfs -o size=2m small $small && echo text >$share/fixed && echo text >$share/file"
guest_create one "${model[@]}" \
  "p9=[\"tag=small,path=$small,security_model=none\",\"tag=share,path=$share,security_model=none\",\"tag=gone,path=$share/gone,security_model=none\"]"
id=$(guest_id one)
xenbay attach "$id/xen_9pfs/3" tag=quota "path=$share" max-space=1
guest_sh one 'for tag in small share gone; do mkdir -p /$tag && mount -t 9p -o trans=xen,version=9p2000.L,msize=524288,cache=none $tag /$tag || exit 1; done'
expect "a share with a quota is attached to a running guest" retry_until 60 guest_sh one \
  'mkdir -p /quota && mount -t 9p -o trans=xen,version=9p2000.L,cache=none quota /quota'

guest_sh one 'dd if=/dev/zero of=/small/kept bs=64k count=8 conv=fsync 2>/dev/null'
expect_equal "a full disk" "No space left on device" "$(said one 'dd if=/dev/zero of=/small/more bs=64k count=64')"
expect_equal "what was acknowledged before is whole" 524288 "$(dom0 "stat -c %s $small/kept")"
expect "after room was made it goes on" guest_sh one 'rm /small/more && echo again >/small/again'
dom0 "mount -o remount,ro $small"
expect_equal "a file system that became read-only" "Read-only file system" "$(said one 'echo x >>/small/kept')"

expect_equal "a used-up quota" "No space left on device" "$(said one 'dd if=/dev/zero of=/quota/more bs=64k count=64')"
expect "less than it was written" dom0 "test \$(stat -c %s $share/more) -le 1048576"

dom0 "chattr +i $share/fixed"
expect_equal "permission lost" "Operation not permitted" "$(said one 'echo x >>/share/fixed')"
expect_equal "a file that vanished on the host" "No such file or directory" "$(dom0 "rm $share/file" && said one 'cat /share/file')"
guest_sh one 'echo there >/gone/file'
dom0 "rm -r $share/gone"
expect_equal "a share that vanished" "No such file or directory" "$(said one 'touch /gone/new')"
expect_equal "the other shares are served" "there" "$(guest_sh one 'echo there >/share/there && cat /share/there')"

guest_sh one 'for i in 1 2 3 4 5; do dd if=/dev/urandom of=/share/synced$i bs=100k count=3 conv=fsync 2>/dev/null; done; md5sum /share/synced* | cut -c 1-32 | md5sum' >"$RUN/synced"
dom0 "kill -9 $(xenbay_pid)"
at_end 'xenbay_running || xenbay_start'
expect_equal "what fsync had acknowledged is there after the daemon was killed" "$(cat "$RUN/synced")" \
  "$(dom0 "cd $share && md5sum synced* | cut -c 1-32 | md5sum")"
dom0 'rm -f /run/xenbay/xenbay.pid'
xenbay_start
guest_destroy one
