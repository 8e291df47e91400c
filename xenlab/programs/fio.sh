#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Random reads and writes whose every block is verified. Lines that begin with # are figures, which are not compared.
for rw in write randwrite randrw; do
  fio --name="$rw" --rw="$rw" --bs=4k --size=8m --ioengine=psync --verify=crc32c --do_verify=1 --verify_fatal=1 \
    --output-format=terse --output="/tmp/fio.$rw" --fsync=64 >/dev/null 2>&1
  echo "fio $rw, verified: $?"
  awk -F ';' -v rw="$rw" '{ print "# " rw ": read " $7 " KiB/s, write " $48 " KiB/s" }' "/tmp/fio.$rw"
done
fio --name=threads --rw=randrw --bs=16k --size=4m --numjobs=4 --thread --ioengine=psync --verify=md5 --do_verify=1 \
  --verify_fatal=1 --output-format=terse --output=/tmp/fio.threads >/dev/null 2>&1
echo "fio with 4 threads, verified: $?"
