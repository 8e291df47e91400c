// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.xenbay.api.usb.UsbDevice;
import org.xenbay.api.usb.UsbDeviceInfo;
import org.xenbay.api.usb.UsbRequest;
import org.xenbay.api.usb.UsbRequest.Transfer;
import org.xenbay.api.usb.UsbSession;
import org.xenbay.backend.qusb.ManualDevice.Asked;
import org.xenbay.simulation.CrashPoints;

/**
 * A USB device that gives one number after the other, and remembers the numbers it gets; each takes it a random while. It
 * outlives the processes that use it.
 */
final class NumberedDevice implements AutoCloseable {

    private final ManualDevice device = new ManualDevice("2-1");
    private final Random random;
    private final List<Long> got = new ArrayList<>();
    private final Thread thread = new Thread(this::work, "numbered-device");
    private volatile boolean ended;
    private long given;

    NumberedDevice(long seed) {
        random = new Random(seed);
        thread.start();
    }

    private void work() {
        try {
            while (!ended) {
                Asked asked = device.asked.poll(100, TimeUnit.MILLISECONDS);
                if (asked != null && asked.request instanceof Transfer transfer) {
                    LockSupport.parkNanos(random.nextInt(300_000));
                    serve(asked, transfer);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Asked asked, Transfer transfer) {
        if (transfer.isIn()) {
            byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(given + 1).array();
            given += asked.done(number) ? 1 : 0;
        } else {
            // The submitter owns the buffer again once the request has ended.
            long number = ByteBuffer.wrap(asked.data()).getLong();
            synchronized (got) {
                if (asked.done()) {
                    got.add(number);
                }
            }
        }
    }

    /** @return all numbers that it got */
    List<Long> got() {
        synchronized (got) {
            return List.copyOf(got);
        }
    }

    /** What the kernel does when a process has gone. */
    void closeSession() {
        if (device.isOpen()) {
            device.session().close();
        }
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join();
    }

    /** @return the same, as a process has it */
    UsbDevice of(CrashPoints crashPoints) {
        return new UsbDevice() {
            @Override
            public UsbDeviceInfo info() {
                return device.info();
            }

            @Override
            public CompletableFuture<UsbSession> open(UsbSession.Listener listener) {
                crashPoints.step();
                return device.open(listener).thenApply(session -> new Session(session, crashPoints));
            }
        };
    }

    /** Each call is a step at which the process may be killed; a killed process gets no completions. */
    private record Session(UsbSession session, CrashPoints crashPoints) implements UsbSession {

        @Override
        public Pending submit(UsbRequest request, Completion completion) {
            crashPoints.step();
            Pending pending = session.submit(request, result -> {
                if (!crashPoints.hasCrashed()) {
                    completion.completed(result);
                }
            });
            crashPoints.step();
            return () -> {
                crashPoints.step();
                pending.cancel();
            };
        }

        @Override
        public void listen(Listener told) {
            session.listen(told);
        }

        @Override
        public void close() {
            crashPoints.step();
            session.close();
        }

        @Override
        public CompletableFuture<Void> closed() {
            return session.closed();
        }
    }
}
