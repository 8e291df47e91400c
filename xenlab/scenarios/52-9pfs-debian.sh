# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A guest whose root file system is a share: it boots Debian from it, copies a tree of it with every checksum, clones a repository
# and builds it.
# seconds: 1200

root=/srv/root
export GUEST_SECONDS=600
model=(device_model_version=qemu-xen "device_model_override=$XENBAY/libexec/xenbay-device-model")
# sums FOLDER: of every file, link and folder: kind, permissions, owner, times of files, contents.
sums='sums() { (cd $1 && find . \( -type f -printf "%p %m %U %G %T@\n" -o -type l -printf "%p %l %U %G\n" -o -type d -printf "%p %m %U %G\n" \) | LC_ALL=C sort | md5sum
  find . -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum | md5sum); }'

xenbay_up
dom0 "rm -rf $root && cp -a /lab/debian $root && mkdir -p $root/proc $root/sys $root/dev $root/run"
at_end "dom0 rm -rf $root"
guest_start one memory=512 "${model[@]}" "p9=[\"tag=root,path=$root,security_model=none\"]" \
  'root=root' 'extra=console=hvc0 quiet xenlab.name=one rootfstype=9p rootflags=trans=xen,version=9p2000.L,msize=524288,cache=loose'
guest_ready one 300
expect_equal "the guest's root is the share" "root 9p" "$(guest_sh one 'findmnt -rn -o SOURCE,FSTYPE /')"
expect_equal "it is Debian" "$(dom0 "cat $root/etc/debian_version")" "$(guest_sh one 'cat /etc/debian_version')"

tree=${TREE:-usr/lib/python3.11 etc usr/bin}
guest_sh one "mkdir /copy && cd / && tar -c $tree | tar -x -p -C /copy && rm -rf /copy && mkdir /copy && cp -a --parents $tree /copy && sync"
wanted=$(dom0 "$sums; mkdir /srv/wanted && cd $root && cp -a --parents $tree /srv/wanted && sums /srv/wanted; rm -rf /srv/wanted")
expect_equal "what cp -a copied has every byte, owner, permission and time, as the host sees it" "$wanted" "$(dom0 "$sums; sums $root/copy")"
expect_equal "and as the guest does" "$wanted" "$(guest_sh one "$sums; sums /copy")"
echo "copied $(dom0 "find $root/copy | wc -l") files and folders, $(dom0 "du -sm $root/copy | cut -f 1") MB"

guest_sh one 'set -e; mkdir /origin && cd /origin && git init -q . && git config user.email lab@example.org && git config user.name lab
  printf "#include <stdio.h>\nint main(void) { puts(\"built in a share\"); return 0; }\n" >main.c
  printf "program: main.o\n\tgcc -o program main.o\n" >Makefile
  git add . && git commit -q -m first && git clone -q /origin /clone && cd /clone && make -s'
expect_equal "a repository was cloned and built in the share" "built in a share" "$(guest_sh one '/clone/program')"
expect_equal "git finds it whole" "" "$(guest_sh one 'cd /clone && git fsck --strict --no-progress 2>&1 && git status --porcelain -uno')"
guest_destroy one
