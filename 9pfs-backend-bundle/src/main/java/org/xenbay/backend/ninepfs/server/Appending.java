// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import java.nio.ByteBuffer;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.OpenFile;

/** Writes to the end of a file, which must not happen twice: a replay skips bytes that a killed process has written. */
final class Appending {

    private Appending() {}

    static int write(Call call, OpenFile file, long position, int count) throws FileException {
        if (call.isNoted()) {
            call.beginEffect(file.stat().size());
        }
        long done = call.isReplay() ? done(call, file, count) : 0;
        if (done == count) {
            return count;
        }
        int from = (int) done;
        return from
                + call.request().payload(count, (skip, source) -> {
                    int passed = Math.min(source.remaining(), Math.max(0, from - skip));
                    source.position(source.position() + passed);
                    return source.hasRemaining() ? passed + file.write(position + skip + passed, source) : passed;
                })
                - from;
    }

    /** @return number of bytes that a killed process has written: those behind the file's old end */
    private static long done(Call call, OpenFile file, int count) throws FileException {
        long start = call.precondition();
        int there = (int) Math.min(count, file.stat().size() - start);
        if (there <= 0) {
            return 0;
        }
        ByteBuffer found = ByteBuffer.allocateDirect(there);
        int read = file.read(start, found);
        found.flip().limit(read);
        int[] same = new int[1];
        call.request().payload(count, (skip, source) -> {
            ByteBuffer other = found.duplicate();
            other.position(Math.min(skip, other.limit()));
            int mismatch = source.mismatch(other);
            int equal = mismatch < 0 ? source.remaining() : Math.min(mismatch, source.remaining());
            if (same[0] == skip) {
                same[0] += equal;
            }
            return source.remaining();
        });
        return same[0];
    }
}
