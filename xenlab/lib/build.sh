# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Builds the parts of the host. Each part is a stage with a folder in the cache; the folder's name carries a hash of what
# went in, so a stage is made again when, and only when, that changed.

declare -A STAGE=() # name → folder

# build [STAGE…]: makes these parts, else those of the Xen host.
build() {
  local start name made=0 stages=("$@")
  (($#)) || stages=(hypervisor kernel debian hcd guest initrd root image)
  start=$(now)
  mkdir -p "$CACHE"
  needs_install
  exec {build_lock}>"$CACHE/lock"
  flock -n "$build_lock" || { say "waiting for another build"; flock "$build_lock"; }
  suite_apt
  packages_resolve
  for name in "${stages[@]}"; do
    stage "$name"
  done
  exec {build_lock}>&-
  ((made == 0)) || say "built in $(since "$start") s: Xen $XEN, Linux $KERNEL, in $CACHE"
}

stage() {
  local name=$1 key folder part start
  # shellcheck disable=SC2312
  key=$({ "inputs_$name"; declare -f "make_$name" unpack_kernel busybox_tree module_files pack debian_tar disk_initrd in_root; } | sha256sum | cut -c 1-12)
  folder=$CACHE/$name-$key
  STAGE[$name]=$folder
  [[ ! -d $folder ]] || return 0

  start=$(now)
  part=$CACHE/$name.part
  rm -rf "$part"
  mkdir "$part"
  # Not "(…) || die": there, bash would not stop at the first failure.
  set +e
  (set -eo pipefail; cd "$part"; "make_$name") >"$CACHE/$name.log" 2>&1
  local status=$?
  set -e
  ((status == 0)) || { tail -n 15 "$CACHE/$name.log" >&2; die "cannot make $name, see $CACHE/$name.log"; }
  rm -rf "$CACHE/$name"-*
  mv "$part" "$folder"
  made=$((made + 1))
  say "made $name in $(since "$start") s"
}

inputs_hypervisor() { versions "xen-hypervisor-$XEN-amd64"; }

make_hypervisor() {
  fetch "xen-hypervisor-$XEN-amd64"
  # A 32-bit multiboot ELF once unpacked, which the emulator loads as a kernel.
  dpkg-deb --fsys-tarfile "$FETCHED" | tar -xO "./boot/xen-$XEN-amd64.gz" | gunzip >xen.elf
  rm "$FETCHED"
}

inputs_kernel() { versions "linux-image-$KERNEL"; }

make_kernel() {
  local drop=(sound/{pci,soc,firewire,isa,drivers} drivers/{gpu,media,infiniband,iio,scsi,mtd,staging,isdn,net/ethernet,net/wireless,hwmon} fs/{xfs,btrfs,ocfs2})
  fetch "linux-image-$KERNEL"
  mkdir unpacked
  dpkg-deb -x "$FETCHED" unpacked
  mv "unpacked/boot/vmlinuz-$KERNEL" vmlinuz
  # Debian 13 has its modules in /usr/lib.
  if [[ -d unpacked/lib ]]; then mv unpacked/lib .; else mv unpacked/usr/lib .; fi
  rm -rf unpacked "$FETCHED"
  # Storage on USB needs these of the SCSI drivers, and sound on USB the media controller.
  # shellcheck disable=SC2046
  local needed=(drivers/scsi/{scsi_mod,sd_mod,scsi_common}.ko drivers/media/mc/mc.ko)
  (cd "lib/modules/$KERNEL/kernel" &&
    tar -cf "$OLDPWD/keep.tar" $(printf '%s* ' "${needed[@]}") && rm -rf "${drop[@]}" && tar -xf "$OLDPWD/keep.tar")
  rm keep.tar
  find lib -name '*.ko.xz' -exec xz -d {} +
  depmod -b . "$KERNEL"
  unpack_kernel vmlinuz >vmlinux
}

# The ELF inside a bzImage: Xen and xl take it too, and need not decompress it under emulation, which takes them 20 s.
# Where it lies is in the kernel's boot header (Documentation/x86/boot.rst: setup_sects, payload_offset, payload_length).
unpack_kernel() {
  local sectors offset length decompress
  read -r sectors < <(od -An -t u1 -j $((0x1f1)) -N 1 "$1")
  read -r offset length < <(od -An -t u4 -j $((0x248)) -N 8 "$1")
  offset=$(((sectors + 1) * 512 + offset))
  case $(od -An -t x1 -j "$offset" -N 4 "$1") in
    ' fd 37 7a 58') decompress=(xz -dc --single-stream) ;;
    ' 28 b5 2f fd') decompress=(zstd -dc) ;;
    *) echo "the kernel is packed in a way unknown here" >&2; return 1 ;;
  esac
  # The length counts the unpacked size behind the payload (4 bytes), which is not the decompressor's.
  dd if="$1" bs=1M iflag=skip_bytes,count_bytes skip="$offset" count=$((length - 4)) status=none | "${decompress[@]}"
}

inputs_hcd() {
  echo "${STAGE[debian]}"
  versions "${HEADERS[@]}" "$SOURCE"
}

# Linux's PV USB frontend: in its source, but not in Debian's kernels. It is compiled in the guests' Debian, whose compiler is the
# kernel's and whose C library is that of the headers' programs.
make_hcd() {
  local package root=$PWD/debian
  mkdir debian
  tar -xf "${STAGE[debian]}/root.tar" -C debian --exclude='./dev/*'
  for package in "${HEADERS[@]}"; do
    fetch "$package"
    # Not dpkg-deb -x, which makes a folder of the link /lib.
    dpkg-deb --fsys-tarfile "$FETCHED" | tar -x --keep-directory-symlink -C debian
    rm "$FETCHED"
  done
  fetch "$SOURCE"
  mkdir debian/module
  # tar ends at the one file, so dpkg-deb's complaint about a closed pipe is expected.
  { dpkg-deb --fsys-tarfile "$FETCHED" || true; } | tar -xO "./usr/src/$SOURCE.tar.xz" |
    tar -xJO --occurrence=1 "$SOURCE/drivers/usb/host/xen-hcd.c" >debian/module/xen-hcd.c || [[ -s debian/module/xen-hcd.c ]]
  echo 'obj-m := xen-hcd.o' >debian/module/Makefile
  # BTF, which nothing here reads, needs a program of its own.
  in_root "$root" make -C "/usr/src/linux-headers-$KERNEL" M=/module CONFIG_DEBUG_INFO_BTF_MODULES= modules
  mv debian/module/xen-hcd.ko .
  rm -rf debian "$FETCHED"
}

# in_root ROOT COMMAND…: in this folder as the root, with /dev and /proc, which go with the command's end.
in_root() {
  local root=$1 user=()
  shift
  (($(id -u) == 0)) || user=(--map-root-user)
  # shellcheck disable=SC2016
  unshare "${user[@]}" --mount --propagation private --pid --fork -- sh -c '
    mount --rbind /dev "$0/dev" && mount -t proc proc "$0/proc" && exec chroot "$0" "$@"' "$root" "$@"
}

inputs_guest() {
  echo "${STAGE[kernel]} ${STAGE[hcd]}"
  versions busybox-static
  cat "$LAB"/guest/*
}

make_guest() {
  local tree=$PWD/tree modules
  busybox_tree "$tree"
  modules=$(sed '/^#/d' "$LAB/guest/modules")
  mkdir -p "$tree/lib/modules/$KERNEL"
  # shellcheck disable=SC2086
  module_files $modules | while read -r file; do cp "$file" "$tree/lib/modules/$KERNEL/"; done
  cp "${STAGE[hcd]}/xen-hcd.ko" "${STAGE[kernel]}/lib/modules/$KERNEL/"modules.{order,builtin,builtin.modinfo} \
    "$tree/lib/modules/$KERNEL/"
  depmod -b "$tree" "$KERNEL"
  cp "$LAB/guest/init" "$tree/"
  cp "$LAB/guest/lab-run" "$tree/bin/"
  cp "$LAB/guest/modules" "$tree/etc/"
  pack "$tree" guest.cpio.gz
}

inputs_initrd() {
  echo "${STAGE[kernel]}"
  versions busybox-static
  cat "$LAB/dom0/initrd-init" "$LAB/dom0/boot-modules"
}

make_initrd() { disk_initrd "$LAB/dom0/boot-modules" "$LAB/dom0/initrd-init"; }

# disk_initrd MODULES INIT: initrd.gz, which loads the modules that the file MODULES names and runs INIT.
disk_initrd() {
  local tree=$PWD/tree modules file
  busybox_tree "$tree"
  modules=$(sed '/^#/d' "$1")
  # shellcheck disable=SC2086
  module_files $modules | while read -r file; do
    cp "$file" "$tree/lib/"
    echo "/lib/${file##*/}" >>"$tree/modules"
  done
  cp "$2" "$tree/init"
  pack "$tree" initrd.gz
}

# busybox_tree FOLDER: a root with busybox under all its names.
busybox_tree() {
  local name
  mkdir -p "$1"/{bin,lib,etc,dev,proc,sys,tmp,root}
  fetch busybox-static
  dpkg-deb --fsys-tarfile "$FETCHED" | tar -xO --wildcards './*bin/busybox' >"$1/bin/busybox"
  rm "$FETCHED"
  chmod +x "$1/bin/busybox"
  "$1/bin/busybox" --list | while read -r name; do
    [[ $name == busybox ]] || ln -s busybox "$1/bin/$name"
  done
}

# module_files NAME…: the files of the kernel's modules and of those they need, in the order to load them. Names that the
# kernel has built in, or that another stage makes, have none.
module_files() {
  local name
  for name; do
    modprobe -d "${STAGE[kernel]}" -S "$KERNEL" --show-depends "$name" 2>/dev/null || [[ $name == xen-hcd ]]
  done | awk '$1 == "insmod" && !seen[$2]++ { print $2 }'
}

pack() {
  (cd "$1" && find . | cpio -o -H newc -R 0:0 --quiet) | gzip -9 >"$2"
  rm -rf "$1"
}

inputs_root() {
  versions "${DOM0_PACKAGES[@]}"
  packages_sources
}

make_root() { debian_tar minbase "${DOM0_PACKAGES[@]}"; }

inputs_debian() {
  versions busybox-static "${GUEST_PACKAGES[@]}"
  packages_sources
}

# A root for guests that have their root file system, or their programs, on a share.
make_debian() { debian_tar essential "${GUEST_PACKAGES[@]}"; }

# debian_tar VARIANT PACKAGE…: root.tar, a Debian root with these packages.
debian_tar() {
  local variant=$1 include transport=() line
  shift
  include=$(IFS=,; echo "$*")
  while read -r line; do transport+=(--aptopt="$line"); done < <(packages_transport)
  packages_sources | nice -n 5 mmdebstrap --variant="$variant" --include="$include" "${transport[@]}" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' "" root.tar -
}

inputs_image() {
  echo "${STAGE[root]} ${STAGE[debian]} ${STAGE[kernel]} ${STAGE[guest]}"
  cat "$LAB/dom0/"{init,guest-sh,make-image} "$LAB/guest/root-init"
}

make_image() {
  local owner=()
  (($(id -u) == 0)) || owner=(fakeroot --)
  nice -n 5 "${owner[@]}" "$LAB/dom0/make-image" "${STAGE[root]}/root.tar" "${STAGE[debian]}/root.tar" "${STAGE[kernel]}" \
    "${STAGE[guest]}" "$PWD/dom0.img"
}
