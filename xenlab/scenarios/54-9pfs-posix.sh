# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One conformance program on dom0's ext4 and through a share in a guest: the same outcomes, but for those that docs/9pfs.md lists with
# their reasons.
# seconds: 700

share=/srv/posix
export GUEST_SECONDS=400
model=(device_model_version=qemu-xen "device_model_override=$XENBAY/libexec/xenbay-device-model")

xenbay_up
push "$LAB/posix" "$share"
at_end "dom0 rm -rf $share"
dom0 "mkdir $share/host $share/none $share/loose && python3 $share/posix/posix.py $share/host" >"$RUN/posix.host"
echo "$(grep -c -v '^##' "$RUN/posix.host") outcomes on ext4"
guest_create one memory=400 "${model[@]}" \
  "p9=[\"tag=debian,path=/lab/debian,security_model=none\",\"tag=share,path=$share,security_model=none\"]"
guest_sh one 'mkdir -p /debian && mount -t 9p -o trans=xen,version=9p2000.L,msize=524288,cache=loose debian /debian &&
  mount -t proc proc /debian/proc && mount -t devtmpfs dev /debian/dev'

: >"$RUN/posix.differences"
for cache in none loose; do
  guest_sh one "mount -t 9p -o trans=xen,version=9p2000.L,msize=524288,access=client,cache=$cache share /debian/mnt"
  guest_sh one "chroot /debian python3 /mnt/posix/posix.py /mnt/$cache" >"$RUN/posix.$cache"
  guest_sh one 'umount /debian/mnt'
  # A table row for each: | cache | what | ext4 | share | why |
  { diff --unchanged-line-format= --old-line-format='<%L' --new-line-format='>%L' "$RUN/posix.host" "$RUN/posix.$cache" || true; } |
    python3 -c '
import sys
rows = {"<": {}, ">": {}}
for line in sys.stdin:
    what, _, outcome = line[1:].rstrip("\n").partition(": ")
    rows[line[0]][what] = outcome
for what in dict.fromkeys([*rows["<"], *rows[">"]]):
    print(sys.argv[1], what, rows["<"].get(what, "nothing"), rows[">"].get(what, "nothing"), sep=" | ")' "$cache" |
    tee -a "$RUN/posix.differences"
done
documented=$(sed -nE 's/^\| (none|loose) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|.*/\1 | \2 | \3 | \4/p' "$LAB/../docs/9pfs.md" | tr -d '`' | sort)
expect_equal "the differences are those of docs/9pfs.md" "$documented" "$(sort "$RUN/posix.differences")"
guest_destroy one
