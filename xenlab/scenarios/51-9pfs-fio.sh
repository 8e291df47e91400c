# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# fio writes patterns to a share and verifies them, sequentially, at random and through mapped memory; a root with Debian on another
# share brings the program.
# seconds: 900

share=/srv/fio
export GUEST_SECONDS=400
model=(device_model_version=qemu-xen "device_model_override=$XENBAY/libexec/xenbay-device-model")
# fio in the guest: CACHE JOB OPTIONS…
verified() {
  local cache=$1 job=$2
  shift 2
  expect "cache=$cache: fio verifies $job" guest_sh one \
    "chroot /debian fio --output=/tmp/fio-out --name=$job --directory=/mnt --size=${SIZE:-4m} --verify=crc32c --verify_fatal=1 --do_verify=1 $* ||
      { tail -n 20 /debian/tmp/fio-out; false; }"
}

xenbay_up
dom0 "mkdir -p $share"
at_end "dom0 rm -rf $share"
guest_create one memory=400 "${model[@]}" \
  "p9=[\"tag=debian,path=/lab/debian,security_model=none\",\"tag=share,path=$share,security_model=none\"]"
guest_sh one 'mkdir -p /debian && mount -t 9p -o trans=xen,version=9p2000.L,msize=524288,cache=loose debian /debian &&
  mount -t tmpfs tmp /debian/tmp && mount -t proc proc /debian/proc && mount -t devtmpfs dev /debian/dev'

for cache in none mmap loose; do
  guest_sh one "umount /debian/mnt 2>/dev/null; mount -t 9p -o trans=xen,version=9p2000.L,msize=524288,cache=$cache share /debian/mnt"
  verified $cache sequential --rw=write --bs=128k --ioengine=sync --end_fsync=1
  verified $cache random --rw=randrw --bs=4k --ioengine=psync --size=1m --io_size=1m --fsync=64
  if [[ $cache != none ]]; then verified $cache mapped --rw=randwrite --bs=4k --ioengine=mmap --size=1m; fi
done
expect_equal "without a cache nothing is mapped to be shared" EINVAL \
  "$(guest_sh one "umount /debian/mnt; mount -t 9p -o trans=xen,version=9p2000.L,msize=524288,cache=none share /debian/mnt
    chroot /debian python3 -c '
import errno, mmap
file = open(\"/mnt/sequential.0.0\", \"r+b\")
try:
    mmap.mmap(file.fileno(), 4096)
except OSError as failed:
    print(errno.errorcode[failed.errno])'")"
guest_sh one 'umount /debian/mnt /debian/proc /debian/dev /debian/tmp && umount /debian'
guest_destroy one
