// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.Errno;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.EventChannels;
import org.xenbay.api.xen.XenException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.thread.ThreadScheduling;
import org.xenbay.nativexen.xen.XenAbi.Evtchn;

/** /dev/xen/evtchn: one descriptor for all ports, and one thread that waits for it. */
final class NativeEventChannels implements EventChannels, AutoCloseable {

    private final XenDevice device;
    private final EventPump pump;

    /**
     * Channels by local port. Read without a lock; changed, together with the kernel's own table, under the lock of this
     * object. A port without an entry therefore has no channel, or one that is just being bound.
     */
    private volatile NativeEventChannel[] channels = new NativeEventChannel[64];

    private NativeEventChannels(XenDevice device) throws IOException {
        this.device = device;
        this.pump = new EventPump(
                new DeviceEvents(device),
                this::raise,
                this::bound,
                new ThreadScheduling(Machine.here()),
                EventPump.TIMEOUT);
    }

    /** @throws IOException when the device cannot be opened */
    static NativeEventChannels open(Path root) throws IOException {
        XenDevice device = XenDevice.open(root.resolve(Evtchn.DEVICE), LibcAbi.O_NONBLOCK);
        try {
            NativeEventChannels channels = new NativeEventChannels(device);
            channels.pump.start();
            return channels;
        } catch (IOException failed) {
            device.close();
            throw failed;
        }
    }

    @Override
    public EventChannel bind(int domain, int remotePort, Runnable listener) {
        Memory request = new Memory(Evtchn.BIND_SIZE);
        request.setInt(Evtchn.BIND_REMOTE_DOMAIN, domain);
        request.setInt(Evtchn.BIND_REMOTE_PORT, remotePort);
        synchronized (this) {
            int port = device.request(Evtchn.BIND_INTERDOMAIN, request);
            if (port < 0) {
                throw refused(domain, remotePort, Libc.errno());
            }
            if (port >= channels.length) {
                channels = Arrays.copyOf(channels, Math.max(port + 1, 2 * channels.length));
            }
            NativeEventChannel channel = new NativeEventChannel(device, port, listener, () -> unbind(port));
            channels[port] = channel;
            return channel;
        }
    }

    private static XenException refused(int domain, int port, int errno) {
        String why = switch (errno) {
            case Errno.ESRCH -> "no such domain";
            case Errno.EINVAL -> "the port is not reserved for this domain, or is bound already";
            case Errno.ENOSPC -> "no free port";
            default -> Libc.text(errno);
        };
        return new XenException(
                "binding port " + Integer.toUnsignedString(port) + " of domain " + domain + ": " + why, errno);
    }

    @Override
    public boolean isDelivering() {
        return pump.isDelivering();
    }

    /** Removes the entry before it unbinds, because the kernel may assign the number to the next channel at once. */
    private synchronized void unbind(int port) {
        channels[port] = null;
        Memory request = new Memory(Evtchn.PORT_SIZE);
        request.setInt(0, port);
        if (device.request(Evtchn.UNBIND, request) < 0) {
            int errno = Libc.errno();
            throw new XenException("unbinding port " + port + ": " + Libc.text(errno), errno);
        }
    }

    private void raise(int port) {
        NativeEventChannel channel = channel(port);
        if (channel == null) {
            synchronized (this) {
                channel = channel(port);
            }
        }
        if (channel != null) {
            channel.raise();
        }
    }

    private @Nullable NativeEventChannel channel(int port) {
        NativeEventChannel[] known = channels;
        return port >= 0 && port < known.length ? known[port] : null;
    }

    /** Returns all ports: after an overflow it is unknown which ports had an event. */
    private int[] bound() {
        return Stream.of(channels)
                .filter(Objects::nonNull)
                .mapToInt(NativeEventChannel::localPort)
                .toArray();
    }

    /** Unbinds all; no channel may be in use any more. */
    @Override
    public void close() {
        pump.close();
        try {
            unbindAll();
        } finally {
            device.close();
        }
    }

    /** Unbinds all ports. If the kernel does not unbind one, logs it and continues with the others. */
    private void unbindAll() {
        XenException first = null;
        for (NativeEventChannel channel :
                Stream.of(channels).filter(Objects::nonNull).toList()) {
            try {
                channel.close();
            } catch (XenException failed) {
                if (first == null) {
                    first = failed;
                } else {
                    first.addSuppressed(failed);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
