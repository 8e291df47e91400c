// SPDX-License-Identifier: Apache-2.0
package org.xenbay.frontend.ninep;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client of 9P2000.L: one method for each message that tests often need, {@link #call} and {@link #send} for all others.
 * Methods wait for the reply, at most 30 seconds; an error reply is a {@link NinePException}. May be used by several
 * threads.
 */
public final class NinePClient {

    /** No fid. */
    public static final int NOFID = -1;

    private static final int NOTAG = 0xFFFF;
    private static final int HEADER = 7;
    private static final int RLERROR = 7;
    private static final int RERROR = 107;
    private static final int TIMEOUT_SECONDS = 30;
    /** Bytes of Tread and Twrite without their data. */
    private static final int IO_HEADER = 24;

    private final NinePTransport transport;
    private final BitSet tags = new BitSet();
    private final AtomicInteger nextFid = new AtomicInteger(1);
    private int msize;

    /** @param transport to the server */
    public NinePClient(NinePTransport transport) {
        this.transport = transport;
        this.msize = transport.mostMessage();
    }

    /**
     * A reply's body.
     *
     * @param body the bytes behind its header, little-endian
     */
    public record Reply(ByteBuffer body) {

        /** @return the string at its position */
        public String string() {
            byte[] text = new byte[body.getShort() & 0xFFFF];
            body.get(text);
            return new String(text, StandardCharsets.UTF_8);
        }

        /** @return the path of the qid at its position */
        public long qid() {
            body.position(body.position() + 5);
            return body.getLong();
        }
    }

    /**
     * An entry of a folder.
     *
     * @param name its name
     * @param type DT_*
     * @param cookie where to continue after it
     */
    public record Entry(String name, int type, long cookie) {}

    /** @return a number that no fid of this client has */
    public int freshFid() {
        return nextFid.getAndIncrement();
    }

    /** @return most bytes in one read or write */
    public int mostData() {
        return msize - IO_HEADER;
    }

    /**
     * @param message a request
     * @return completes with the reply's bytes, also for an error reply
     */
    public CompletableFuture<byte[]> send(Message message) {
        int tag;
        synchronized (tags) {
            tag = tags.nextClearBit(0);
            tags.set(tag);
        }
        return transport.send(message.bytes(tag)).whenComplete((reply, failed) -> {
            synchronized (tags) {
                tags.clear(tag);
            }
        });
    }

    /**
     * @param message a request
     * @return its reply
     * @throws NinePException when the reply is an error
     */
    public Reply call(Message message) {
        return await(message.type(), send(message));
    }

    private static Reply await(int type, CompletableFuture<byte[]> pending) {
        byte[] bytes;
        try {
            bytes = pending.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a reply");
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("no reply to request " + type, failed);
        }
        ByteBuffer reply = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int replied = reply.get(4) & 0xFF;
        reply.position(HEADER);
        if (replied == RLERROR) {
            throw new NinePException(type, reply.getInt());
        }
        if (replied == RERROR) {
            reply.position(HEADER + 2 + (reply.getShort(HEADER) & 0xFFFF));
            throw new NinePException(type, reply.getInt());
        }
        if (replied != type + 1) {
            throw new IllegalStateException("request " + type + " was answered by " + replied);
        }
        return new Reply(reply);
    }

    /**
     * Begins a session.
     *
     * @param wanted most bytes in a message
     * @param version of the protocol
     * @return the version that the server chose
     */
    public String version(int wanted, String version) {
        Message message = new Message(100).u32(wanted).string(version);
        Reply reply = await(100, transport.send(message.bytes(NOTAG)));
        msize = reply.body().getInt();
        return reply.string();
    }

    /** @return most bytes in a message, as agreed on */
    public int msize() {
        return msize;
    }

    /**
     * @param user the user of the session
     * @param aname folder below the share's root; empty for the root
     * @return the root's fid
     */
    public int attach(int user, String aname) {
        int fid = freshFid();
        call(new Message(104).u32(fid).u32(NOFID).string("").string(aname).u32(user));
        return fid;
    }

    /**
     * @param fid of the folder to start from
     * @param names the names of the path
     * @return a new fid, of the last name
     */
    public int walk(int fid, String... names) {
        int fresh = freshFid();
        Message message = new Message(110).u32(fid).u32(fresh).u16(names.length);
        for (String name : names) {
            message.string(name);
        }
        int walked = call(message).body().getShort();
        if (walked < names.length) {
            throw new NinePException(110, 2);
        }
        return fresh;
    }

    /**
     * @param fid of a file or folder
     * @param flags of open(2), as Linux on x86-64 has them
     */
    public void open(int fid, int flags) {
        call(new Message(12).u32(fid).u32(flags));
    }

    /**
     * @param folder its fid, which becomes the file's
     * @param name the new file's name
     * @param flags of open(2)
     * @param mode permissions
     * @param gid its group
     */
    public void create(int folder, String name, int flags, int mode, int gid) {
        call(new Message(14).u32(folder).string(name).u32(flags).u32(mode).u32(gid));
    }

    /**
     * @param fid of an open file
     * @param offset first byte
     * @param count most bytes
     * @return the bytes
     */
    public byte[] read(int fid, long offset, int count) {
        ByteBuffer body = call(new Message(116).u32(fid).u64(offset).u32(count)).body();
        byte[] data = new byte[body.getInt()];
        body.get(data);
        return data;
    }

    /**
     * @param fid of an open file
     * @param offset first byte
     * @param data the data, at most {@link #mostData} bytes
     * @return number of bytes written
     */
    public int write(int fid, long offset, byte[] data) {
        Message message = new Message(118).u32(fid).u64(offset).u32(data.length).bytes(data, 0, data.length);
        return call(message).body().getInt();
    }

    /** @param fid that is no longer used */
    public void clunk(int fid) {
        call(new Message(120).u32(fid));
    }

    /**
     * @param fid of an open folder
     * @param cookie where to continue, 0 for the start
     * @param count most bytes of entries
     * @return the entries of the reply
     */
    public List<Entry> readdir(int fid, long cookie, int count) {
        Reply reply = call(new Message(40).u32(fid).u64(cookie).u32(count));
        reply.body().limit(reply.body().getInt() + reply.body().position());
        List<Entry> entries = new ArrayList<>();
        while (reply.body().hasRemaining()) {
            reply.qid();
            long next = reply.body().getLong();
            int type = reply.body().get() & 0xFF;
            entries.add(new Entry(reply.string(), type, next));
        }
        return entries;
    }

    /**
     * @param folder where
     * @param name the new folder's
     * @param mode permissions
     * @param gid its group
     */
    public void mkdir(int folder, String name, int mode, int gid) {
        call(new Message(72).u32(folder).string(name).u32(mode).u32(gid));
    }

    /**
     * @param folder fid of the folder
     * @param name the name to remove
     * @param flags 0x200 for a folder
     */
    public void unlinkat(int folder, String name, int flags) {
        call(new Message(76).u32(folder).string(name).u32(flags));
    }

    /**
     * @param fid fid of the file
     * @return its attributes, from the mode on (offset 21 of the message's layout)
     */
    public ByteBuffer getattr(int fid) {
        Reply reply = call(new Message(24).u32(fid).u64(0x3FFF));
        reply.body().getLong();
        reply.qid();
        return reply.body().slice().order(ByteOrder.LITTLE_ENDIAN);
    }
}
