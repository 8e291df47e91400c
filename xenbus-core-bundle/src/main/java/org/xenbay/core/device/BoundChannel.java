package org.xenbay.core.device;

import java.util.concurrent.atomic.AtomicBoolean;
import org.xenbay.api.device.DeviceContext.Task;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.EventChannels;

/**
 * A port of a device: many events before the device's turn become one call, and the port is open again before the
 * handler looks at its rings.
 */
final class BoundChannel implements EventChannel {

    private final DeviceActor device;
    private final Counters counters;
    private final int remotePort;
    private final AtomicBoolean pending = new AtomicBoolean();
    /** Null while parked. Changed on the device's executor only, read by views. */
    private volatile Task onEvent;

    private volatile boolean closed;
    private EventChannel channel;

    BoundChannel(DeviceActor device, Counters counters, int remotePort, Task onEvent) {
        this.device = device;
        this.counters = counters;
        this.remotePort = remotePort;
        this.onEvent = onEvent;
    }

    void open(EventChannels channels) {
        channel = channels.bind(device.id().domain(), remotePort, this::arrived);
        counters.addBoundPorts(1);
    }

    int remotePort() {
        return remotePort;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isParked() {
        return onEvent == null;
    }

    void park() {
        onEvent = null;
    }

    /** A new handler takes the port; what came while nobody looked is told at once. */
    BoundChannel claim(Task newOnEvent) {
        onEvent = newOnEvent;
        arrived();
        return this;
    }

    /** On the thread that pumps events. */
    private void arrived() {
        if (pending.compareAndSet(false, true)) {
            device.enqueue(this::turn);
        }
    }

    private void turn() {
        pending.set(false);
        Task task = onEvent;
        if (closed || task == null) {
            return;
        }
        channel.unmask();
        device.runForEvent(task);
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
            channel.close();
            counters.addBoundPorts(-1);
        }
    }
}
