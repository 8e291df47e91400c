// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.PollDescriptors;
import org.xenbay.nativexen.libc.ProcessCalls;

/**
 * Ensures that there is a keeper of this process's descriptors. A keeper may be killed, by an operator or for lack of memory.
 * Then another one is started, because this process still has all descriptors. The pause before each start grows, to spare a
 * host without memory.
 */
final class KeeperWatch implements AutoCloseable {

    private static final Logger LOG = System.getLogger(KeeperWatch.class.getName());
    /** A stopped watch ends within this time, even if the keeper does not end. */
    private static final int LOOK_MILLIS = 1_000;

    private static final int FIRST_PAUSE_MILLIS = 1_000;
    private static final int LONGEST_PAUSE_MILLIS = 60_000;

    private final Path folder;
    private final Object change = new Object();
    private volatile boolean stopped;
    private volatile String state = "none yet";
    private String failure = "";

    /** @param folder the run folder, where the keeper is noted */
    KeeperWatch(Path folder) {
        this.folder = folder;
    }

    /** Watches the keeper of this process, and starts one if there is none. */
    KeeperWatch start() {
        DaemonThreads.start("xenbay-keeper-watch", this::run);
        return this;
    }

    /** @return in words, the process that keeps open files, or why no process does */
    String state() {
        return state;
    }

    private void run() {
        int pause = FIRST_PAUSE_MILLIS;
        while (!stopped) {
            try {
                Optional<KeeperProcess> keeper = KeeperProcess.find(folder).filter(KeeperProcess::isOfThisProcess);
                if (keeper.isPresent()) {
                    state = "process " + keeper.get().pid();
                    long since = System.nanoTime();
                    awaitEnd(keeper.get());
                    pause = System.nanoTime() - since > LONGEST_PAUSE_MILLIS * 1_000_000L ? FIRST_PAUSE_MILLIS : pause;
                    logEnd(keeper.get(), pause);
                }
                if (!stopped) {
                    state = "none: it has ended, another one is about to be made";
                    makeAfter(pause);
                }
            } catch (IOException failed) {
                String why = "none: " + failed.getMessage();
                // The start is repeated; each reason is logged once.
                LOG.log(why.equals(failure) ? Level.DEBUG : Level.ERROR, "open files are kept by " + why);
                failure = why;
                state = why;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    private void awaitEnd(KeeperProcess keeper) throws IOException {
        int process = ProcessCalls.pidfdOpen(keeper.pid());
        if (process < 0) {
            return;
        }
        try (PollDescriptors end = new PollDescriptors(process)) {
            int ended = 0;
            while (!stopped && ended == 0) {
                ended = end.await(LOOK_MILLIS);
            }
        } finally {
            Libc.close(process);
        }
        ProcessCalls.reap(keeper.pid());
    }

    private void logEnd(KeeperProcess ended, int pauseMillis) {
        if (!stopped) {
            LOG.log(
                    Level.ERROR,
                    "the process that keeps open files, " + ended.pid() + ", has ended; another one is made in "
                            + pauseMillis + " ms");
        }
    }

    private void makeAfter(int pauseMillis) throws IOException {
        synchronized (change) {
            long end = System.nanoTime() + pauseMillis * 1_000_000L;
            for (long left = pauseMillis; !stopped && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                waitFor(left);
            }
            if (!stopped) {
                KeeperProcess next = KeeperProcess.start();
                next.note(folder, List.of());
                failure = "";
                LOG.log(Level.INFO, "process " + next.pid() + " keeps open files now");
            }
        }
    }

    private void waitFor(long millis) throws IOException {
        try {
            change.wait(millis);
        } catch (InterruptedException interrupted) {
            throw new IOException("interrupted", interrupted);
        }
    }

    /** Stops: no keeper is started after this has returned. */
    @Override
    public void close() {
        stopped = true;
        synchronized (change) {
            change.notifyAll();
        }
    }
}
