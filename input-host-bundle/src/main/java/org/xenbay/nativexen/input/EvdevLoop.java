// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.input;

import com.sun.jna.Memory;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.file.Errno;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;
import org.xenbay.nativexen.libc.PollDescriptors;

/** The one thread that waits for all open devices and reads them. */
final class EvdevLoop implements AutoCloseable {

    /** An open device. */
    interface Reader {

        /** @return its descriptor */
        int descriptor();

        /**
         * There may be events to read.
         *
         * @param buffer for the bytes of many events
         */
        void readable(Memory buffer);
    }

    private static final System.Logger LOG = System.getLogger(EvdevLoop.class.getName());
    private static final long STOP_SECONDS = 5;

    /** Most events read at once: many times the kernel's buffer for a mouse. */
    private static final int BATCH = 256;

    private final List<Reader> readers = new CopyOnWriteArrayList<>();
    private final Memory buffer = new Memory((long) BATCH * EvdevAbi.EVENT_SIZE);
    private final Memory wakes = new Memory(Long.BYTES);
    private final Thread thread = DaemonThreads.of("xenbay-input", this::run);
    private final int wake;
    private volatile boolean stopping;

    /** @throws IOException when the kernel refuses a descriptor */
    EvdevLoop() throws IOException {
        wake = CallException.checked(Libc.eventfd(0, LibcAbi.EFD_CLOEXEC | LibcAbi.EFD_NONBLOCK), "eventfd");
        thread.start();
    }

    void add(Reader reader) {
        readers.add(reader);
        wakeUp();
    }

    /** Stops reading a device, except in a call under way. */
    void remove(Reader reader) {
        readers.remove(reader);
        wakeUp();
    }

    private void wakeUp() {
        Memory one = new Memory(Long.BYTES);
        one.setLong(0, 1);
        // A full eventfd is readable already.
        Libc.write(wake, one, Long.BYTES);
    }

    private void run() {
        while (!stopping) {
            List<Reader> now = List.copyOf(readers);
            int[] descriptors = new int[now.size() + 1];
            descriptors[0] = wake;
            for (int i = 0; i < now.size(); i++) {
                descriptors[i + 1] = now.get(i).descriptor();
            }
            if (!readAllUntilChanged(now, new PollDescriptors(descriptors))) {
                return;
            }
        }
    }

    private boolean readAllUntilChanged(List<Reader> now, PollDescriptors waits) {
        while (true) {
            if (waits.await(-1) < 0) {
                if (Libc.errno() != Errno.EINTR) {
                    LOG.log(
                            Level.ERROR,
                            CallException.last("no input device is heard any more: poll")
                                    .getMessage());
                    return false;
                }
                continue;
            }
            for (int i = 0; i < now.size(); i++) {
                if (waits.isReady(i + 1)) {
                    read(now.get(i));
                }
            }
            if (waits.isReady(0)) {
                Libc.read(wake, wakes, Long.BYTES);
                return true;
            }
        }
    }

    private void read(Reader reader) {
        try {
            reader.readable(buffer);
        } catch (RuntimeException failed) {
            LOG.log(Level.ERROR, "an input device's events were lost", failed);
        }
    }

    /** Ends the thread. If the thread does not end, its descriptor is left open, because it must not be closed during the wait. */
    @Override
    public void close() {
        stopping = true;
        wakeUp();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!thread.isAlive()) {
            Libc.close(wake);
        }
    }
}
