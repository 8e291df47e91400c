// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.file.Path;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;

/**
 * The granting and listening end of a domain that is its own guest: pages granted by /dev/xen/gntalloc, and ports that
 * wait to be bound, all to the domain itself. Numbers: linux/include/uapi/xen/gntalloc.h and evtchn.h.
 */
final class LoopBack implements AutoCloseable {

    private static final long GNTALLOC_ALLOC = 0x0018_4705L;
    private static final long GNTALLOC_DEALLOC = 0x0010_4706L;
    private static final long EVTCHN_BIND_UNBOUND_PORT = 0x0004_4502L;
    private static final int WRITABLE = 1;
    private static final int LONGEST_WAIT_MILLIS = 5_000;

    private final int domain;
    private final XenDevice pages;
    private final XenDevice ports;

    /** @param domain this domain's own number */
    LoopBack(int domain) throws IOException {
        this.domain = domain;
        pages = XenDevice.open(Path.of("/dev/xen/gntalloc"), 0);
        ports = XenDevice.open(Path.of("/dev/xen/evtchn"), LibcAbi.O_NONBLOCK);
    }

    /** Pages that this domain grants to itself. */
    record Granted(long index, int[] references) {}

    Granted grant(int count, boolean writable) {
        Memory request = new Memory(16 + 4L * count);
        request.clear();
        request.setShort(0, (short) domain);
        request.setShort(2, (short) (writable ? WRITABLE : 0));
        request.setInt(4, count);
        check("granting", pages.request(GNTALLOC_ALLOC, request));
        return new Granted(request.getLong(8), request.getIntArray(16, count));
    }

    void revoke(Granted granted) {
        Memory request = new Memory(16);
        request.clear();
        request.setLong(0, granted.index());
        request.setInt(8, granted.references().length);
        check("revoking", pages.request(GNTALLOC_DEALLOC, request));
    }

    /** @return a port that this domain may bind */
    int reservePort() {
        Memory request = new Memory(4);
        request.setInt(0, domain);
        return check("reserving a port", ports.request(EVTCHN_BIND_UNBOUND_PORT, request));
    }

    void notify(int port) {
        Memory request = new Memory(4);
        request.setInt(0, port);
        check("notifying", ports.request(XenAbi.Evtchn.NOTIFY, request));
    }

    /** @return whether the port has had an event since it was last asked; it is unmasked again */
    boolean hadEvent(int port) {
        Memory events = new Memory(4);
        boolean seen = false;
        while (Libc.read(ports.descriptor(), events, 4) == 4) {
            seen |= events.getInt(0) == port;
            check("unmasking", (int) Libc.write(ports.descriptor(), events, 4));
        }
        return seen;
    }

    /** @return whether the port has an event within some seconds: another processor may be about to raise it */
    boolean awaitEvent(int port) {
        Memory waits = new Memory(8);
        waits.setInt(0, ports.descriptor());
        waits.setShort(4, LibcAbi.POLLIN);
        boolean seen = hadEvent(port);
        while (!seen && Libc.poll(waits, 1, LONGEST_WAIT_MILLIS) > 0) {
            seen = hadEvent(port);
        }
        return seen;
    }

    private static int check(String what, int result) {
        if (result < 0) {
            throw new IllegalStateException(what + ": " + Libc.text(Libc.errno()));
        }
        return result;
    }

    @Override
    public void close() {
        ports.close();
        pages.close();
    }
}
