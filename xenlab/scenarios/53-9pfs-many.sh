# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# 100,000 files in one folder; locks of two guests and the host exclude one another.
# seconds: 900

share=/srv/many
export GUEST_SECONDS=400
files=${FILES:-100000}
model=(device_model_version=qemu-xen "device_model_override=$XENBAY/libexec/xenbay-device-model")

xenbay_up
dom0 "mkdir -p $share/many && cd $share/many && seq -f 'file%.0f' $files | xargs touch && echo 0123456789 >$share/file"
at_end "dom0 rm -rf $share"
devices=("${model[@]}" "p9=[\"tag=debian,path=/lab/debian,security_model=none\",\"tag=share,path=$share,security_model=none\"]")
for name in one two; do guest_start "$name" "${devices[@]}"; done
for name in one two; do
  guest_ready "$name"
  guest_sh "$name" 'mkdir -p /debian && mount -t 9p -o trans=xen,version=9p2000.L,msize=524288,cache=loose debian /debian &&
    mount -t 9p -o trans=xen,version=9p2000.L,msize=524288,cache=none share /debian/mnt'
done

expect_equal "$files files, each listed once" "$files $files" \
  "$(guest_sh one 'chroot /debian ls -f /mnt/many | grep -c ^file; chroot /debian ls -f /mnt/many | grep ^file | sort -u | wc -l' | xargs)"
expect_equal "the last is found by name, one that is none is not" "yes no" \
  "$(guest_sh one "cd /debian/mnt/many; test -e file$files && echo yes; test -e file$((files + 1)) || echo no" | xargs)"
expect "files are made and removed among them" guest_sh one \
  'cd /debian/mnt/many && for i in 1 2 3 4 5; do echo $i >new$i && mv new$i moved$i && rm moved$i || exit 1; done'

# locker ACTION…: locks bytes of the share's file in a process of its own. Its outcome is a word.
locker='import errno, fcntl, sys, time
file = open(sys.argv[1], "r+b")
try:
    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, int(sys.argv[3]), int(sys.argv[2]))
    print("locked", flush=True)
    time.sleep(int(sys.argv[4]))
except OSError as failed:
    print(errno.errorcode[failed.errno], flush=True)'
echo "$locker" | dom0_stdin "cat >$share/locker.py"
in_guest() { guest_sh "$1" "chroot /debian python3 /mnt/locker.py /mnt/file $2"; }
guest_sh one 'cd /debian && (chroot . python3 /mnt/locker.py /mnt/file 0 5 10000 >/tmp/held 2>&1 & echo $! >/tmp/holder); until grep -q locked /tmp/held; do sleep 1; done'
expect_equal "a range that one guest has locked is not another's" "EAGAIN" "$(in_guest two '2 1 0')"
expect_equal "nor a program's of the host" "EAGAIN" "$(dom0 "python3 $share/locker.py $share/file 4 1 0")"
expect_equal "the rest of the file is" "locked" "$(in_guest two '5 5 0')"
guest_sh two 'cd /debian && (chroot . python3 - /mnt/file >/tmp/waited 2>&1 <<"END" & ) ; sleep 1
import fcntl, sys
fcntl.lockf(open(sys.argv[1], "r+b"), fcntl.LOCK_EX, 5, 0)
print("got it")
END'
expect_equal "who waits for it waits" "" "$(guest_sh two 'cat /tmp/waited')"
guest_sh one 'kill $(cat /tmp/holder)'
expect "and gets it when the first one has gone" retry_until 60 guest_sh two 'grep "got it" /tmp/waited'
guest_destroy one
guest_destroy two
