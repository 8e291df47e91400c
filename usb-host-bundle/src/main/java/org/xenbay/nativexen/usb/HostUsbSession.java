// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.usb;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.usb.UsbEndpoint;
import org.xenbay.api.usb.UsbRequest;
import org.xenbay.api.usb.UsbRequest.Control;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.nativexen.libusb.LibUsb;
import org.xenbay.nativexen.libusb.LibUsbAbi;

/**
 * An open device of the host. Transfers go to libusb from the submitter's thread and end on the event thread; the session's
 * own thread makes the calls that wait for the device, one after the other.
 */
final class HostUsbSession implements UsbSession {

    private static final System.Logger LOG = System.getLogger(HostUsbSession.class.getName());

    /** Time after which the end logs that it still waits for transfers. */
    private static final long TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final LibUsb usb;
    private final EventThread events;
    private final Claim claim;
    private final HostDevice device;
    private final ExecutorService worker;
    private final TransferLimiter limiter = new TransferLimiter();
    private final Changes changes;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    /** Buffers for setup and data of control transfers, reused. */
    private final Queue<ByteBuffer> stages = new ConcurrentLinkedQueue<>();

    private volatile boolean used;

    @GuardedBy("this")
    private Listener listener = () -> {};

    @GuardedBy("this")
    private boolean gone;

    /** @param worker this session's own thread, shut down at its end */
    HostUsbSession(LibUsb usb, EventThread events, Claim claim, HostDevice device, ExecutorService worker) {
        this.usb = usb;
        this.events = events;
        this.claim = claim;
        this.device = device;
        this.worker = worker;
        this.changes = new Changes(claim, device.interfaces(), limiter);
    }

    @Override
    public Pending submit(UsbRequest request, Completion completion) {
        used = true;
        if (request instanceof UsbRequest.Transfer transfer) {
            return isAllowed(transfer) ? fly(transfer, completion) : refuse(completion, Status.REJECTED);
        }
        Change change = new Change(request, completion);
        return limiter.addChange(() -> worker.execute(change))
                .map(refusal -> refuse(completion, refusal))
                .orElse(change);
    }

    private static boolean isAllowed(UsbRequest.Transfer transfer) {
        return !(transfer instanceof Control control)
                || !StandardRequests.isTheHosts(control.setup())
                        && control.setup().length() <= LibUsbAbi.MAX_CONTROL;
    }

    private static Pending refuse(Completion completion, Status status) {
        completion.completed(UsbResult.of(status));
        return () -> {};
    }

    private Pending fly(UsbRequest.Transfer transfer, Completion completion) {
        LibUsb.Block block = usb.allocate(TransferStruct.packets(transfer));
        if (block == null) {
            return refuse(completion, Status.REJECTED);
        }
        @Nullable ByteBuffer setup = transfer instanceof Control ? borrowStages() : null;
        InFlightTransfer inFlight = new InFlightTransfer(
                usb, transfer, block, claim.handle(), setup, (ended, result) -> ended(ended, result, completion));
        Optional<Status> refusal = limiter.add(inFlight);
        if (refusal.isPresent()) {
            usb.free(block);
            returnStages(setup);
            return refuse(completion, refusal.get());
        }
        events.begin(inFlight);
        return inFlight;
    }

    private void ended(InFlightTransfer inFlight, UsbResult result, Completion completion) {
        events.forget(inFlight);
        limiter.remove(inFlight);
        returnStages(inFlight.stages());
        if (result.status() == Status.STALL && (inFlight.endpoint() & UsbEndpoint.NUMBER) != 0) {
            claim.halted(inFlight.endpoint());
        }
        if (result.status() == Status.SHORT) {
            // Later transfers are at the wrong position now; a host controller would stop too.
            limiter.cancel(endpoint -> endpoint == inFlight.endpoint());
        }
        completion.completed(result);
    }

    private ByteBuffer borrowStages() {
        ByteBuffer idle = stages.poll();
        return idle == null ? ByteBuffer.allocateDirect(LibUsbAbi.SETUP_SIZE + LibUsbAbi.MAX_CONTROL) : idle;
    }

    private void returnStages(@Nullable ByteBuffer used) {
        if (used != null) {
            stages.add(used);
        }
    }

    @Override
    public void listen(Listener told) {
        boolean now;
        synchronized (this) {
            listener = told;
            now = gone;
        }
        if (now) {
            told.gone();
        }
    }

    /** The device was unplugged. libusb ends its transfers automatically. */
    void gone() {
        limiter.gone();
        Listener told;
        synchronized (this) {
            if (gone || closed.isDone()) {
                return;
            }
            gone = true;
            told = listener;
        }
        told.gone();
    }

    @Override
    public void close() {
        if (limiter.close(() -> worker.execute(this::giveBack))) {
            worker.shutdown();
            limiter.cancel(endpoint -> true);
        }
    }

    @Override
    public CompletableFuture<Void> closed() {
        return closed;
    }

    private void giveBack() {
        try {
            while (!limiter.await(limiter.cancel(endpoint -> true), TIMEOUT_MILLIS)) {
                LOG.log(Level.WARNING, "{0} is not free yet: the kernel does not end its transfers", device.name());
            }
            claim.giveBack(used);
            closed.complete(null);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            LOG.log(Level.WARNING, "{0} is not given back: its thread was stopped", device.name());
        }
    }

    /** Work for the session's thread. */
    private final class Change implements Pending, Runnable {
        private final UsbRequest request;
        private final Completion completion;
        private volatile boolean cancelled;

        Change(UsbRequest request, Completion completion) {
            this.request = request;
            this.completion = completion;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void run() {
            Status status = Status.CANCELLED;
            try {
                if (!cancelled && !limiter.isClosed()) {
                    status = changes.carryOut(request);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } finally {
                limiter.changeIsOver();
                completion.completed(UsbResult.of(status));
            }
        }
    }
}
