// SPDX-License-Identifier: Apache-2.0
package org.xenbay.benchmark;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.store.StorePath;
import org.xenbay.frontend.ConsoleFrontend;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.NinePfsFrontend;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;
import org.xenbay.frontend.ninep.NinePException;

/** A guest that repeats one attack; after a refusal it retries for a while and starts again. */
final class HostileGuest {

    private static final int TXATTRWALK = 30;
    private static final int TXATTRCREATE = 32;
    private static final int TGETATTR = 24;
    private static final int TLOCK = 52;
    private static final int TRENAMEAT = 74;
    private static final int TFLUSH = 108;
    private static final int TWALK = 110;
    /** Built once, so that the guest's requests do not count as the daemon's memory. */
    private static final Message LONG_WALK = longWalk();

    private static final int AT_A_TIME = 256;
    /** More than the ring holds; requests that wait for the ring use the guest's memory. */
    private static final int LONG_ONES_AT_A_TIME = 32;
    /** Letters of each of its 15 names: nearly the longest request that is accepted. */
    private static final int LONG_NAME = 500;

    private static final int TRIES_AT_THE_LIMIT = 2000;

    /** Its attacks. */
    private enum Kind {
        FIDS,
        OPEN_FILES,
        OPEN_FOLDERS,
        DRAFTS,
        ATTRIBUTES,
        LOCKS,
        SPLIT_LOCKS,
        DEEP_WALKS,
        REQUESTS,
        LONG_REQUESTS,
        FLUSHES,
        RENAMES,
        SESSIONS,
        NODES,
        CONSOLE
    }

    private final Kind kind;
    private final Guest guest;
    private final NinePfsFrontend share;
    private final NinePClient client;
    /** Null unless it attacks its console. */
    private final @Nullable ConsoleFrontend console;

    private final Semaphore room;
    private final Thread thread;
    private volatile boolean ends;
    private volatile long attempts;
    private volatile long refused;
    private int root;
    private int fid;

    HostileGuest(HostileHost host, int number) throws Exception {
        kind = Kind.values()[number % Kind.values().length];
        guest = host.guest("hostile" + number);
        room = new Semaphore(kind == Kind.LONG_REQUESTS ? LONG_ONES_AT_A_TIME : AT_A_TIME);
        FrontendThreads threads = new FrontendThreads(1, SchedulingClass::idle);
        share = host.share(guest, threads);
        console = kind == Kind.CONSOLE ? host.console(guest, threads) : null;
        client = new NinePClient(share);
        thread = new Thread(this::run, "hostile-" + kind);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void end() {
        ends = true;
        thread.interrupt();
    }

    long attempts() {
        return attempts;
    }

    long refused() {
        return refused;
    }

    private void run() {
        SchedulingClass.idle();
        while (!ends) {
            try {
                begin();
                int left = TRIES_AT_THE_LIMIT;
                for (int i = 0; left > 0 && !ends; i++) {
                    left -= tried(i) ? 0 : 1;
                }
            } catch (InterruptedException ended) {
                return;
            } catch (IllegalStateException failed) {
                if (!ends) {
                    throw new IllegalStateException(
                            kind + ": " + failed.getMessage() + "; " + share.progress(), failed);
                }
            }
        }
    }

    private boolean tried(int i) throws InterruptedException {
        attempts++;
        try {
            once(i);
            return true;
        } catch (NinePException no) {
            refused++;
            return false;
        }
    }

    private boolean tried(Runnable request) {
        try {
            request.run();
            return true;
        } catch (NinePException no) {
            refused++;
            return false;
        }
    }

    private void begin() {
        client.version(client.msize(), "9P2000.L");
        root = client.attach(0, "");
        fid = client.walk(root, "file");
        client.open(fid, 2);
        if (kind == Kind.DEEP_WALKS) {
            fid = client.walk(root);
        } else if (kind == Kind.RENAMES) {
            for (int i = 0; i < 2000 && tried(() -> client.walk(root, "file")); i++) {
                attempts++;
            }
        }
    }

    private void once(int i) throws InterruptedException {
        switch (kind) {
            case FIDS -> client.walk(root, "file");
            case OPEN_FILES -> client.open(client.walk(root, "file"), 0);
            case OPEN_FOLDERS -> openFolder();
            case DRAFTS -> draft();
            case ATTRIBUTES ->
                client.call(
                        new Message(TXATTRWALK).u32(fid).u32(client.freshFid()).string(""));
            case LOCKS -> lock(0, 0, i);
            case SPLIT_LOCKS -> lock(i % 2 == 0 ? 1 : 2, i, 1);
            case DEEP_WALKS -> deeper();
            case REQUESTS -> send(new Message(TGETATTR).u32(root).u64(0x7ff));
            case LONG_REQUESTS -> send(LONG_WALK);
            case FLUSHES -> send(new Message(TFLUSH).u16(i & 0xff));
            case RENAMES ->
                client.call(
                        new Message(TRENAMEAT).u32(root).string("dir").u32(root).string("dir"));
            case SESSIONS -> begin();
            case NODES ->
                guest.store()
                        .write(
                                StorePath.ofDomain(guest.domain()).child("device/9pfs/0/event-channel-" + i % 9),
                                Integer.toString(i));
            default -> print();
        }
    }

    private void print() throws InterruptedException {
        if (console != null) {
            console.writeFully(new byte[4096], Duration.ofSeconds(1));
        }
    }

    private void openFolder() {
        int folder = client.walk(root, "dir");
        client.open(folder, 0);
        client.readdir(folder, 0, 4096);
    }

    private void draft() {
        int file = client.walk(root, "file");
        client.call(
                new Message(TXATTRCREATE).u32(file).string("user.x").u64(60_000).u32(0));
        client.write(file, 0, new byte[4096]);
    }

    private void lock(int type, long start, int process) {
        client.call(new Message(TLOCK)
                .u32(fid)
                .u8(type)
                .u32(0)
                .u64(start)
                .u64(1)
                .u32(process)
                .string("hostile"));
    }

    private void deeper() {
        client.mkdir(fid, "d", 0755, 0);
        fid = client.walk(fid, "d");
    }

    private static Message longWalk() {
        Message walk = new Message(TWALK).u32(0).u32(1).u16(15);
        for (int i = 0; i < 15; i++) {
            walk.string("n".repeat(LONG_NAME));
        }
        return walk;
    }

    private void send(Message message) throws InterruptedException {
        room.acquire();
        CompletableFuture<byte[]> reply = client.send(message);
        reply.whenComplete((bytes, failed) -> room.release());
    }

    @Override
    public String toString() {
        return "%s: %,d tried, %,d refused".formatted(kind, attempts, refused);
    }
}
