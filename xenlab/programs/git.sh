#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A repository is made, filled, cloned, packed and checked.
export HOME=/tmp GIT_CONFIG_GLOBAL=/tmp/gitconfig
printf '[user]\n name=lab\n email=lab@example.org\n[safe]\n directory=*\n[init]\n defaultBranch=main\n' >/tmp/gitconfig
export GIT_AUTHOR_DATE='2026-01-01T00:00:00Z' GIT_COMMITTER_DATE='2026-01-01T00:00:00Z'
mkdir origin && cd origin || exit 1
git init -q . 2>&1
for i in $(seq 1 150); do mkdir -p "dir$((i % 10))"; echo "content $i" >"dir$((i % 10))/file$i"; done
git add . && git commit -q -m first
echo "first commit: $(git rev-parse HEAD)"
for i in 1 2 3; do echo "more $i" >>dir1/file1; git commit -q -a -m "change $i"; done
git mv dir2 dir22 && git commit -q -m moved
echo "last commit: $(git rev-parse HEAD)"
git clone -q . ../clone 2>&1
echo "the clone is whole: $(git -C ../clone fsck --strict --no-progress 2>&1)"
git -C ../clone checkout -q HEAD~3 && git -C ../clone checkout -q main
echo "nothing is changed there: $(git -C ../clone status --porcelain)"
git gc -q 2>&1
echo "packed and whole: $(git fsck --strict --no-progress 2>&1)"
echo "nothing is changed: $(git status --porcelain)"
