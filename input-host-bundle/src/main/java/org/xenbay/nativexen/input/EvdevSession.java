// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.input;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.sun.jna.Memory;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.BitSet;
import java.util.List;
import org.xenbay.api.file.Errno;
import org.xenbay.api.input.InputEvent;
import org.xenbay.api.input.InputSource;
import org.xenbay.api.input.InputTarget;
import org.xenbay.api.input.SourceInfo.Ability;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;

/**
 * An open device, which is grabbed while a guest has it.
 *
 * <p>It is grabbed only when none of its keys is down: otherwise the release would go to the grabber, and for the host's
 * console the key would stay pressed. Until then only the host gets the events. The descriptor is used only under this object's
 * lock, so that it is not closed, and its number reused, during a call. The sink is called without the lock.
 */
final class EvdevSession implements InputSource.Session, EvdevLoop.Reader {

    private static final System.Logger LOG = System.getLogger(EvdevSession.class.getName());

    private final int descriptor;
    private final String path;
    private final InputSource.Sink sink;
    private final EvdevLoop loop;
    private final EvdevTranslator translator;

    @GuardedBy("this")
    private boolean wanted;

    @GuardedBy("this")
    private boolean grabbed;

    @GuardedBy("this")
    private boolean refused;

    @GuardedBy("this")
    private boolean unplugged;

    @GuardedBy("this")
    private boolean closed;

    @GuardedBy("this")
    private int screenWidth = 1;

    EvdevSession(int descriptor, EvdevDescription description, String path, InputSource.Sink sink, EvdevLoop loop) {
        this.descriptor = descriptor;
        this.path = path;
        this.sink = sink;
        this.loop = loop;
        this.translator = new EvdevTranslator(
                description.axes(), description.abilities().contains(Ability.TOUCH), this::keysDown);
    }

    @Override
    public int descriptor() {
        return descriptor;
    }

    @Override
    public synchronized void focus(InputTarget target) {
        wanted = true;
        screenWidth = target.width();
        grabAsWanted();
    }

    @Override
    public synchronized void returnToHost() {
        wanted = false;
        screenWidth = 1;
        grabAsWanted();
    }

    /** @return whether it has just been grabbed */
    private synchronized boolean grabAsWanted() {
        if (closed || wanted == grabbed || wanted && !keysDown().isEmpty()) {
            return false;
        }
        if (Libc.ioctl(descriptor, EvdevAbi.EVIOCGRAB, wanted ? 1L : 0L) < 0) {
            if (!refused) {
                LOG.log(
                        Level.WARNING,
                        CallException.last("EVIOCGRAB of " + path).getMessage());
            }
            refused = true;
            return false;
        }
        refused = false;
        grabbed = wanted;
        return grabbed;
    }

    /** Tells whether the sink gets events: not while the grab is pending, because the host gets them then. */
    private synchronized boolean isTold() {
        return !closed && wanted == grabbed;
    }

    /** Returns the keys that are down; none when the device cannot tell. */
    private synchronized BitSet keysDown() {
        try {
            return closed ? new BitSet() : EvdevDescription.keysDown(descriptor);
        } catch (IOException unplugged) {
            return new BitSet();
        }
    }

    @Override
    public void readable(Memory buffer) {
        long count;
        synchronized (this) {
            if (closed || unplugged) {
                return;
            }
            count = Libc.read(descriptor, buffer, buffer.size());
            int errno = count < 0 ? Libc.errno() : 0;
            if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
                return;
            }
            unplugged = count <= 0;
            translator.screen(screenWidth);
        }
        if (count <= 0) {
            loop.remove(this);
            sink.releaseAll(path + " was unplugged");
            return;
        }
        for (long at = 0; at + EvdevAbi.EVENT_SIZE <= count; at += EvdevAbi.EVENT_SIZE) {
            List<InputEvent> frame = translator.event(
                    buffer.getShort(at + EvdevAbi.EVENT_TYPE) & 0xFFFF,
                    buffer.getShort(at + EvdevAbi.EVENT_CODE) & 0xFFFF,
                    buffer.getInt(at + EvdevAbi.EVENT_VALUE));
            if (!frame.isEmpty() && isTold()) {
                sink.frame(frame);
            }
        }
        if (grabAsWanted()) {
            sink.releaseAll(path + " was grabbed when its last key went up");
        }
    }

    @Override
    public void close() {
        loop.remove(this);
        synchronized (this) {
            if (!closed) {
                closed = true;
                Libc.close(descriptor);
            }
        }
    }
}
