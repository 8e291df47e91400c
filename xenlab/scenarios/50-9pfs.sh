# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A folder of dom0 in a Linux guest: copied trees with every checksum, links, renames, open files that are removed, a sparse file,
# a full folder, two guests at once, three cache modes.
# seconds: 600

share=/run/xenlab/share
export GUEST_SECONDS=240
model=(device_model_version=qemu-xen "device_model_override=$XENBAY/libexec/xenbay-device-model")
# mounted NAME OPTIONS: mounts the share in a guest.
mounted() { guest_sh "$1" "mkdir -p /mnt; umount /mnt 2>/dev/null; mount -t 9p -o trans=xen,version=9p2000.L,msize=524288,$2 share /mnt"; }

xenbay_up
dom0 "rm -rf $share && mkdir $share && cp -a /usr/lib/python3*/encodings $share/tree && ln -s tree/ascii.py $share/link &&
  truncate -s 10G $share/sparse && echo end | dd of=$share/sparse bs=1 seek=10G conv=notrunc 2>/dev/null"
at_end "dom0 rm -rf $share"
for name in one two; do guest_start "$name" "${model[@]}" "p9=[\"tag=share,path=$share,security_model=none\"]"; done
guest_ready one
guest_ready two
wanted=$(dom0 "cd $share/tree && find . -type f | sort | xargs md5sum | md5sum")
echo "the tree has $(dom0 "find $share/tree -type f | wc -l") files"

for cache in none mmap loose; do
  mounted one "cache=$cache"
  expect_equal "cache=$cache: the guest reads every file of a tree" "$wanted" \
    "$(guest_sh one 'cd /mnt/tree && find . -type f | sort | xargs md5sum | md5sum')"
  guest_sh one "cd /mnt && cp -a tree copy-$cache && sync"
  expect_equal "cache=$cache: what it copied is on the host" "$wanted" \
    "$(dom0 "cd $share/copy-$cache && find . -type f | sort | xargs md5sum | md5sum")"
done
expect_equal "owners, permissions and times were kept" \
  "$(dom0 "cd $share/tree && find . -type f -printf '%p %m %U %G %T@\n' | cut -d. -f1-3 | sort | md5sum")" \
  "$(dom0 "cd $share/copy-none && find . -type f -printf '%p %m %U %G %T@\n' | cut -d. -f1-3 | sort | md5sum")"

mounted one cache=none
mounted two cache=none
guest_sh one 'cd /mnt && echo first >a && ln a b && echo second >c && mv c a && mkdir -p x/y && mv x z && rm b && ln -s a s'
expect_equal "links and renames" "second first-gone z/y a" \
  "$(dom0 "cd $share && echo \$(cat a) \$(test -e b || echo first-gone) \$(ls -d z/y) \$(readlink s)")"
expect_equal "another guest sees them" "second" "$(guest_sh two 'cat /mnt/s')"
expect_equal "a removed file stays usable while it is open" "still here" \
  "$(guest_sh one 'cd /mnt && exec 3<>open && rm open && echo "still here" >&3 && cat /proc/self/fd/3; test ! -e open')"
expect_equal "a file of 10 GB: its end" "end" "$(guest_sh one 'tail -c 4 /mnt/sparse')"
expect_equal "a link out of the share leads nowhere of the host's" "" \
  "$(dom0 "ln -s /etc/debian_version $share/out" && guest_sh one 'cat /mnt/out 2>/dev/null' || true)"
expect "names of 255 bytes, and no longer" guest_sh one \
  'cd /mnt && n=$(printf "%0255d" 0) && touch $n && test -e $n && ! touch ${n}0 2>/dev/null && rm $n'
guest_sh one 'cd /mnt && mkdir many && cd many && for i in $(seq 1 2000); do : >f$i; done'
expect_equal "2,000 files in one folder, listed by the other guest" 2000 "$(guest_sh two 'ls /mnt/many | wc -l')"

expect_match "xen:9pfs tells what was done" "read" "$(xenbay 9pfs "$(guest_id one)/9pfs/0")"
for name in one two; do
  guest_sh "$name" 'umount /mnt'
  guest_destroy "$name"
done
