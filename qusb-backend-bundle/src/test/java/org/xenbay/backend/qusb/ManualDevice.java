// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.xenbay.api.usb.UsbDescriptors;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbDeviceInfo;
import org.xenbay.api.usb.UsbRequest;
import org.xenbay.api.usb.UsbRequest.Transfer;
import org.xenbay.api.usb.UsbResult;
import org.xenbay.api.usb.UsbResult.Status;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.api.usb.UsbSpeed;

/** A USB device that a test controls step by step; requests that change the device succeed by themselves. */
final class ManualDevice implements UsbDevice {

    static final int SECONDS = 10;

    private final UsbDeviceInfo info;
    /** Requests in the order of submission, those that change the device included. */
    final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

    final List<ManualSession> sessions = new ArrayList<>();
    /** Why it cannot be opened; null when it can. */
    volatile Exception refusal;
    /** How often it was taken by force. */
    volatile int forced;
    /** Whether cancelled requests end by themselves. */
    volatile boolean obedient = true;

    volatile boolean changesByHand;

    ManualDevice(String path) {
        this(path, UsbSpeed.HIGH, 0, "");
    }

    ManualDevice(String path, UsbSpeed speed, int deviceClass, String serial) {
        byte[] descriptor = ByteBuffer.allocate(UsbDescriptors.DEVICE_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(0, (byte) UsbDescriptors.DEVICE_SIZE)
                .put(1, (byte) UsbDescriptors.DEVICE)
                .put(4, (byte) deviceClass)
                .putShort(8, (short) 0x1234)
                .putShort(10, (short) 0x5678)
                .array();
        info = new UsbDeviceInfo(path, 2, 5, speed, new UsbDescriptors(descriptor), serial, "Maker Thing");
    }

    @Override
    public UsbDeviceInfo info() {
        return info;
    }

    @Override
    public synchronized CompletableFuture<UsbSession> open(UsbSession.Listener listener) {
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        assertThat(sessions).as("sessions that are open").allMatch(session -> session.closed.isDone());
        ManualSession session = new ManualSession(listener);
        sessions.add(session);
        return CompletableFuture.completedFuture(session);
    }

    @Override
    public synchronized CompletableFuture<UsbSession> openByForce(UsbSession.Listener listener) {
        forced++;
        refusal = null;
        return open(listener);
    }

    synchronized ManualSession session() {
        return sessions.get(sessions.size() - 1);
    }

    synchronized boolean isOpen() {
        return !sessions.isEmpty() && !session().closed.isDone();
    }

    /** The next transfer; earlier requests that changed the device are skipped. */
    Asked next() throws InterruptedException {
        Asked next;
        do {
            next = nextOfAny();
        } while (!(next.request instanceof Transfer));
        return next;
    }

    Asked nextOfAny() throws InterruptedException {
        Asked next = asked.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("a request").isNotNull();
        return next;
    }

    /** A request that was submitted. */
    final class Asked {
        final UsbRequest request;
        private final UsbSession.Completion completion;
        private final ManualSession session;
        volatile boolean cancelled;
        private boolean done;

        Asked(UsbRequest request, UsbSession.Completion completion, ManualSession session) {
            this.request = request;
            this.completion = completion;
            this.session = session;
        }

        byte[] data() {
            ByteBuffer data = ((Transfer) request).data().duplicate();
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            return bytes;
        }

        /** @return whether it had not ended before */
        boolean end(UsbResult result) {
            synchronized (this) {
                if (done) {
                    return false;
                }
                done = true;
            }
            synchronized (session.open) {
                session.open.remove(this);
            }
            completion.completed(result);
            return true;
        }

        void end(Status status) {
            end(UsbResult.of(status));
        }

        /**
         * Ends the transfer: all was sent, or as many bytes were received.
         *
         * @return whether it had not ended before
         */
        boolean done(byte... came) {
            if (((Transfer) request).isIn()) {
                ((Transfer) request).data().duplicate().put(came);
                return end(UsbResult.of(Status.COMPLETED, came.length));
            }
            return end(
                    UsbResult.of(Status.COMPLETED, ((Transfer) request).data().remaining()));
        }
    }

    /** A time of being used. */
    final class ManualSession implements UsbSession {
        volatile Listener listener;
        final List<Asked> open = new ArrayList<>();
        final CompletableFuture<Void> closed = new CompletableFuture<>();

        ManualSession(Listener listener) {
            this.listener = listener;
        }

        @Override
        public Pending submit(UsbRequest request, Completion completion) {
            Asked one = new Asked(request, completion, this);
            synchronized (open) {
                if (closed.isDone()) {
                    one.done = true;
                    completion.completed(UsbResult.of(Status.NO_DEVICE));
                    return () -> {};
                }
                open.add(one);
            }
            asked.add(one);
            if (!(request instanceof Transfer) && !changesByHand) {
                one.end(Status.COMPLETED);
            }
            return () -> {
                one.cancelled = true;
                if (obedient) {
                    one.end(Status.CANCELLED);
                }
            };
        }

        @Override
        public void listen(Listener told) {
            listener = told;
        }

        @Override
        public void close() {
            List<Asked> left;
            synchronized (open) {
                left = List.copyOf(open);
            }
            left.forEach(one -> one.end(Status.CANCELLED));
            closed.complete(null);
        }

        @Override
        public CompletableFuture<Void> closed() {
            return closed;
        }
    }
}
