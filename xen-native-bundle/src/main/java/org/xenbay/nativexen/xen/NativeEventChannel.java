// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.jna.Memory;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.XenException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.xen.XenAbi.Evtchn;

/** A bound port. The lock prevents use of a port's number after it may have been given to another channel. */
final class NativeEventChannel implements EventChannel {

    private static final System.Logger LOG = System.getLogger(NativeEventChannel.class.getName());

    private final XenDevice device;
    private final int port;
    private final Runnable listener;
    private final Runnable unbind;
    /** The port in native memory, as argument of the notify request and of the unmasking write; never changed. */
    private final Memory argument = new Memory(Evtchn.PORT_SIZE);

    @GuardedBy("this")
    private boolean closed;

    NativeEventChannel(XenDevice device, int port, Runnable listener, Runnable unbind) {
        this.device = device;
        this.port = port;
        this.listener = listener;
        this.unbind = unbind;
        argument.setInt(0, port);
    }

    @Override
    public int localPort() {
        return port;
    }

    @Override
    public synchronized void signal() {
        if (!closed && device.request(Evtchn.NOTIFY, argument) < 0) {
            throw failure("notifying");
        }
    }

    @Override
    public synchronized void unmask() {
        if (!closed && Libc.write(device.descriptor(), argument, Evtchn.PORT_SIZE) < 0) {
            throw failure("unmasking");
        }
    }

    private XenException failure(String what) {
        int errno = Libc.errno();
        return new XenException(what + " port " + port + ": " + Libc.text(errno), errno);
    }

    /** On the pump's thread. */
    void raise() {
        try {
            listener.run();
        } catch (RuntimeException | Error failed) {
            LOG.log(System.Logger.Level.ERROR, "the listener of port " + port + " failed", failed);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            unbind.run();
        }
    }
}
