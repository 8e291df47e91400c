#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A data base in each of its journal modes, with two writers at once.
for mode in delete truncate persist wal; do
  db=$mode.db
  echo "journal mode $mode: $(sqlite3 "$db" "pragma journal_mode=$mode; create table t(a integer primary key, b text);" 2>&1)"
  for writer in 1 2; do
    (
      i=0
      while [ "$i" -lt 15 ]; do
        i=$((i + 1))
        sqlite3 -cmd '.timeout 60000' "$db" "begin immediate; insert into t(b) values('$writer $i'); insert into t(b) select hex(randomblob(500)); commit;" 2>&1
      done
    ) &
  done
  wait
  echo "rows in mode $mode: $(sqlite3 "$db" 'select count(*) from t;' 2>&1)"
  echo "integrity in mode $mode: $(sqlite3 "$db" 'pragma integrity_check;' 2>&1)"
  sqlite3 "$db" "delete from t where a % 2; vacuum;" 2>&1
  echo "after vacuum in mode $mode: $(sqlite3 "$db" 'pragma integrity_check; select count(*) from t;' 2>&1 | tr '\n' ' ')"
done
