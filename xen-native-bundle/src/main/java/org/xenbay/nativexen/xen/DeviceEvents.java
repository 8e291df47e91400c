// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import com.sun.jna.Memory;
import java.io.IOException;
import org.xenbay.api.file.Errno;
import org.xenbay.nativexen.libc.CallException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;
import org.xenbay.nativexen.libc.PollDescriptors;
import org.xenbay.nativexen.xen.XenAbi.Evtchn;

/** The events of /dev/xen/evtchn. */
final class DeviceEvents implements EventSource {

    private static final System.Logger LOG = System.getLogger(DeviceEvents.class.getName());

    private final XenDevice device;
    private final int wake;
    private final PollDescriptors waits;
    /** The kernel returns at most a page of ports at once. */
    private final Memory page = new Memory(XenAbi.PAGE_SIZE);

    /** @param device non-blocking */
    DeviceEvents(XenDevice device) throws IOException {
        this.device = device;
        wake = CallException.checked(Libc.eventfd(0, LibcAbi.EFD_CLOEXEC | LibcAbi.EFD_NONBLOCK), "eventfd");
        waits = new PollDescriptors(device.descriptor(), wake);
    }

    @Override
    public boolean await() {
        if (waits.await(-1) < 0 && Libc.errno() != Errno.EINTR) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "waiting for events failed; no guest is heard any more: " + Libc.text(Libc.errno()));
            return false;
        }
        return true;
    }

    @Override
    public int read(int[] ports) {
        long most = Math.min(page.size(), (long) ports.length * Evtchn.PORT_SIZE);
        long bytes = Libc.read(device.descriptor(), page, most);
        if (bytes < 0) {
            return failed(Libc.errno());
        }
        int count = (int) (bytes / Evtchn.PORT_SIZE);
        page.read(0, ports, 0, count);
        return count;
    }

    private int failed(int errno) {
        if (errno == Errno.EFBIG) {
            LOG.log(System.Logger.Level.WARNING, "more events than the kernel keeps; all guests are looked after");
            device.request(Evtchn.RESET, null);
            return LOST;
        } else if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
            return 0;
        }
        LOG.log(System.Logger.Level.ERROR, "reading events: {0}", Libc.text(errno));
        return FAILED;
    }

    @Override
    public void wake() {
        Memory one = new Memory(Long.BYTES);
        one.setLong(0, 1);
        if (Libc.write(wake, one, Long.BYTES) < 0) {
            LOG.log(System.Logger.Level.ERROR, "waking the thread of events: {0}", Libc.text(Libc.errno()));
        }
    }

    @Override
    public void close() {
        Libc.close(wake);
    }
}
