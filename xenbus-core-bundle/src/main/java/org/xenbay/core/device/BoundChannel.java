// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.device;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.xenbay.api.device.DeviceContext.Task;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.EventChannels;

/**
 * A bound port of a device. There are two ways to deliver its events. Through the device's executor: all events before the
 * device's turn become one call, and the port is unmasked before the handler reads its rings, or when the executor has stopped
 * polling. Or directly: the handler is called at once, and unmasks the port itself.
 */
final class BoundChannel implements EventChannel {

    private static final String EVENT = "an event's task";

    /** The listener of a parked port, which stays masked. */
    private static final Runnable PARKED = () -> {};

    private final DeviceActor device;
    private final Counters counters;
    private final int remotePort;
    /** Runs on the thread that delivers all events. Changed on the device's executor only. */
    private volatile Runnable listener;

    private volatile boolean closed;
    private final EventChannel channel;

    /** Binds the port. Events may arrive at once, but the handler gets them after its present turn. */
    BoundChannel(
            DeviceActor device,
            Counters counters,
            EventChannels channels,
            int remotePort,
            Function<BoundChannel, Runnable> listener) {
        this.device = device;
        this.counters = counters;
        this.remotePort = remotePort;
        this.listener = listener.apply(this);
        this.channel = channels.bind(device.id().domain(), remotePort, this::arrived);
        counters.addBoundPorts(1);
    }

    int remotePort() {
        return remotePort;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isParked() {
        return listener == PARKED;
    }

    void park() {
        device.assertExecutor();
        listener = PARKED;
    }

    /** A new handler takes the port. Events that came since the port was parked are delivered at once. */
    BoundChannel claim(Function<BoundChannel, Runnable> next) {
        device.assertExecutor();
        listener = next.apply(this);
        arrived();
        return this;
    }

    /** On the thread that pumps events. */
    private void arrived() {
        listener.run();
    }

    private boolean tells(Runnable who) {
        return !closed && listener == who;
    }

    /** @return a listener that runs the task on the device's executor */
    Runnable queued(Task onEvent) {
        return new Queued(onEvent);
    }

    private final class Queued implements Runnable {
        private final Task onEvent;
        private final AtomicBoolean pending = new AtomicBoolean();

        Queued(Task onEvent) {
            this.onEvent = onEvent;
        }

        @Override
        public void run() {
            if (pending.compareAndSet(false, true)) {
                device.enqueue(this::turn);
            }
        }

        /** The task may run again after the channel was closed, when it has met a conflict. */
        private void tell() throws Exception {
            if (tells(this)) {
                device.call(EVENT, onEvent);
            }
        }

        private void turn() {
            pending.set(false);
            if (tells(this)) {
                channel.unmask();
                device.runForEvent(this::tell);
            }
        }
    }

    /**
     * @param onEvent the handler's turn
     * @param work whether the handler has work
     * @return a listener that runs the task on the device's executor, which then polls for more work
     */
    Runnable polling(Task onEvent, BooleanSupplier work) {
        return new Polling(onEvent, work);
    }

    private final class Polling implements Runnable, PolledWork {
        private final Task onEvent;
        private final BooleanSupplier work;

        Polling(Task onEvent, BooleanSupplier work) {
            this.onEvent = onEvent;
            this.work = work;
        }

        @Override
        public void run() {
            device.enqueue(this::work);
        }

        @Override
        public void work() {
            if (tells(this)) {
                device.poll(this);
                device.runForEvent(this::tell);
            }
        }

        private void tell() throws Exception {
            if (tells(this)) {
                device.call(EVENT, onEvent);
            }
        }

        /** Reports work when the poll fails, so that the handler's turn fails too and says why. */
        @Override
        public boolean hasWork() {
            try {
                return tells(this) && device.ask("a look for work", work);
            } catch (RuntimeException failed) {
                return true;
            }
        }

        @Override
        public void rearm() {
            if (tells(this)) {
                channel.unmask();
            }
        }
    }

    /** @return a listener that runs the task at once */
    Runnable onEventThread(Runnable onEvent) {
        return () -> {
            device.countEvent();
            device.runDirectly(onEvent);
        };
    }

    @Override
    public int localPort() {
        return channel.localPort();
    }

    @Override
    public void signal() {
        if (!closed) {
            channel.signal();
        }
    }

    @Override
    public void unmask() {
        if (!closed) {
            channel.unmask();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            counters.addBoundPorts(-1);
            channel.close();
        }
    }
}
