// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import com.sun.jna.Memory;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.xenbay.api.file.Errno;
import org.xenbay.api.thread.DaemonThreads;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;
import org.xenbay.nativexen.libc.PollDescriptors;
import org.xenbay.nativexen.xen.XenAbi.Evtchn;

/** The thread that reads events, many ports at a time, and tells of them. */
final class EventPump implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(EventPump.class.getName());
    private static final long STOP_SECONDS = 5;

    private final XenDevice device;
    private final IntConsumer raise;
    private final Runnable overflow;
    private final int wake;
    private final PollDescriptors waits;
    /** The kernel gives at most a page of ports at once. */
    private final Memory ports = new Memory(XenAbi.PAGE_SIZE);

    private final Thread thread = DaemonThreads.of("xenbay-events", this::run);
    private volatile boolean stopping;

    /**
     * @param device the event channels' device, non-blocking
     * @param raise told of each port with an event
     * @param overflow called when events were lost
     */
    EventPump(XenDevice device, IntConsumer raise, Runnable overflow) throws IOException {
        this.device = device;
        this.raise = raise;
        this.overflow = overflow;
        wake = CallException.checked(Libc.eventfd(0, LibcAbi.EFD_CLOEXEC | LibcAbi.EFD_NONBLOCK), "eventfd");
        waits = new PollDescriptors(device.descriptor(), wake);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!stopping) {
            if (waits.await(-1) < 0 && Libc.errno() != Errno.EINTR) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "waiting for events failed; no guest is heard any more: " + Libc.text(Libc.errno()));
                return;
            }
            readAll();
        }
    }

    private void readAll() {
        long bytes = Libc.read(device.descriptor(), ports, ports.size());
        while (bytes > 0 && !stopping) {
            for (long at = 0; at < bytes; at += Evtchn.PORT_SIZE) {
                raise.accept(ports.getInt(at));
            }
            bytes = bytes < ports.size() ? 0 : Libc.read(device.descriptor(), ports, ports.size());
        }
        if (bytes < 0) {
            failed(Libc.errno());
        }
    }

    private void failed(int errno) {
        if (errno == Errno.EFBIG) {
            LOG.log(System.Logger.Level.WARNING, "more events than the kernel keeps; all guests are looked after");
            device.request(Evtchn.RESET, null);
            overflow.run();
        } else if (errno != Errno.EAGAIN && errno != Errno.EINTR) {
            LOG.log(System.Logger.Level.ERROR, "reading events: {0}", Libc.text(errno));
            stopping = true;
        }
    }

    /** Ends the thread. If it does not end, its descriptor is left open rather than closed under it. */
    @Override
    public void close() {
        stopping = true;
        Memory one = new Memory(Long.BYTES);
        one.setLong(0, 1);
        if (Libc.write(wake, one, Long.BYTES) < 0) {
            LOG.log(System.Logger.Level.ERROR, "waking the thread of events: {0}", Libc.text(Libc.errno()));
        }
        boolean interrupted = false;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException kept) {
            interrupted = true;
        }
        if (!thread.isAlive()) {
            Libc.close(wake);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
