#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A tree with links, times, owners and attributes is copied, changed and copied again.
mkdir -p /tmp/source && cd /tmp/source || exit 1
if [ ! -e made ]; then
  cp -a /usr/share/perl5 /etc . 2>/dev/null
  ln -s perl5 link
  ln etc/passwd hard
  setfattr -n user.lab -v value etc/hosts
  chown -R 1001:1002 perl5/Git* 2>/dev/null
  touch -d 2001-01-01 etc/group
  touch made
fi
cd "$OLDPWD" || exit 1
rsync -aHX --numeric-ids /tmp/source/ copy/ 2>&1
echo "first copy: $?"
echo "what differs from the source: $(rsync -aHXnci --numeric-ids --delete /tmp/source/ copy/ 2>&1 | head -n 5)"
rsync -aHX --numeric-ids --inplace --no-whole-file --ignore-times /tmp/source/perl5/ copy/perl5/ 2>&1
echo "copied again in place: $?"
rsync -aHX --numeric-ids copy/ second/ 2>&1
echo "copied inside: $?"
echo "what differs from the copy: $(rsync -aHXnci --numeric-ids --delete copy/ second/ 2>&1 | head -n 5)"
rm -r second
echo "removed: $(ls -d second 2>&1)"
