// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;

/** A client's session with the measured pieces of work, on a file of {@link #FILE_SIZE} bytes named {@code file}. */
final class NinePfsWork {

    static final int BLOCK = 508 * 1024;
    static final int BLOCKS = 128;
    static final int FILE_SIZE = BLOCKS * BLOCK;
    static final int SMALL = 4096;

    private static final int TREAD = 116;
    /** Closes the fid too; diod knows this message, but not Tunlinkat. */
    private static final int TREMOVE = 122;

    private final NinePClient client;
    private final int root;
    private final int file;
    private int next;
    private int made;

    /**
     * @param msize most bytes of a message
     * @param aname the server's name of the folder
     */
    NinePfsWork(NinePClient client, int msize, String aname) {
        this.client = client;
        client.version(msize, "9P2000.L");
        root = client.attach(0, aname);
        file = client.walk(root, "file");
        client.open(file, 0);
    }

    /** Reads blocks in order, and from the file's beginning again after its end. */
    void read(int block, int count, int atATime) throws Exception {
        Queue<CompletableFuture<byte[]>> underWay = new ArrayDeque<>();
        for (int i = 0; i < count + atATime; i++) {
            if (i >= atATime && (underWay.remove().get()[4] & 0xFF) != TREAD + 1) {
                throw new IllegalStateException("a read failed");
            }
            if (i < count) {
                underWay.add(client.send(
                        new Message(TREAD).u32(file).u64(position(block)).u32(block)));
            }
        }
    }

    private long position(int block) {
        next = (next + 1) % (FILE_SIZE / block);
        return (long) next * block;
    }

    void lookUp(int count) {
        for (int i = 0; i < count; i++) {
            int fid = client.walk(root, "file");
            client.getattr(fid);
            client.clunk(fid);
        }
    }

    void create(int count) {
        for (int i = 0; i < count; i++) {
            String name = "new-" + made++;
            int fid = client.walk(root);
            client.create(fid, name, 1, 0644, 0);
            client.write(fid, 0, new byte[10]);
            client.call(new Message(TREMOVE).u32(fid));
        }
    }
}
