// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.xenbay.api.file.Errno;
import org.xenbay.api.xen.GrantException;
import org.xenbay.api.xen.GrantStatus;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.xen.XenAbi.Gntdev;

/** /dev/xen/gntdev: grants of all domains through one descriptor. Methods may be called from any thread. */
final class GrantDevice implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(GrantDevice.class.getName());

    /** Most pages of one mapping: the kernel's limit, and a hundred times the need of any ring. */
    private static final int MAX_PAGES = 64 * 1024;

    /** Retries of a page that is paged out, and the pause between two retries. */
    private static final int PAGED_OUT_ATTEMPTS = 100;

    private static final long PAGED_OUT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final XenDevice device;
    private final GrantCopier copier;

    private GrantDevice(XenDevice device) {
        this.device = device;
        this.copier = new GrantCopier(device);
    }

    /** @throws IOException when the device cannot be opened */
    static GrantDevice open(Path root) throws IOException {
        return new GrantDevice(XenDevice.open(root.resolve(Gntdev.DEVICE), 0));
    }

    GrantCopier copier() {
        return copier;
    }

    /** See {@link org.xenbay.api.xen.GrantTable#map}. */
    SharedMemory map(int domain, int[] references, Access access) {
        if (references.length < 1 || references.length > MAX_PAGES) {
            throw new IllegalArgumentException(references.length + " grants in one mapping; 1 to " + MAX_PAGES);
        }
        long index = reserve(domain, references);
        int length = references.length * XenAbi.PAGE_SIZE;
        int protection = Mapping.protection(access);
        long address = device.map(length, protection, index);
        for (int i = 0; address == -1 && Libc.errno() == Errno.EAGAIN && i < PAGED_OUT_ATTEMPTS; i++) {
            LockSupport.parkNanos(PAGED_OUT_NANOS);
            address = device.map(length, protection, index);
        }
        if (address == -1) {
            int errno = Libc.errno();
            giveUp(index, references.length);
            throw refused(domain, references, access, errno);
        }
        return Mapping.shared(address, length, access, () -> giveUp(index, references.length));
    }

    private long reserve(int domain, int[] references) {
        Memory request = new Memory(Gntdev.MAP_REFERENCES + (long) references.length * Gntdev.REFERENCE_SIZE);
        request.clear();
        request.setInt(Gntdev.MAP_COUNT, references.length);
        for (int i = 0; i < references.length; i++) {
            long at = Gntdev.MAP_REFERENCES + (long) i * Gntdev.REFERENCE_SIZE;
            request.setInt(at + Gntdev.REFERENCE_DOMAIN, domain);
            request.setInt(at + Gntdev.REFERENCE_NUMBER, references[i]);
        }
        if (device.request(Gntdev.MAP_GRANT_REF, request) < 0) {
            throw refused(domain, references, Access.READ_WRITE, Libc.errno());
        }
        return request.getLong(Gntdev.MAP_INDEX);
    }

    private void giveUp(long index, int count) {
        Memory request = new Memory(Gntdev.UNMAP_SIZE);
        request.clear();
        request.setLong(Gntdev.UNMAP_INDEX, index);
        request.setInt(Gntdev.UNMAP_COUNT, count);
        if (device.request(Gntdev.UNMAP_GRANT_REF, request) < 0) {
            LOG.log(System.Logger.Level.ERROR, "releasing {0} grants: {1}", count, Libc.text(Libc.errno()));
        }
    }

    /**
     * Determines the hypervisor's status. The kernel reports EINVAL for any refusal, so this copies one byte of each grant, and
     * each copy has its own status from the hypervisor.
     */
    private GrantException refused(int domain, int[] references, Access access, int errno) {
        String what = "mapping grant reference ";
        if (errno == Errno.EAGAIN) {
            return new GrantException(GrantStatus.EAGAIN, what + numbers(references) + " of domain " + domain);
        }
        if (errno == Errno.EINVAL && copier.isSupported()) {
            for (int reference : references) {
                GrantStatus status = copier.probe(domain, reference);
                if (status != GrantStatus.OKAY) {
                    return new GrantException(
                            status, what + Integer.toUnsignedString(reference) + " of domain " + domain);
                }
            }
            if (access == Access.READ_WRITE) {
                return new GrantException(
                        GrantStatus.PERMISSION_DENIED,
                        what + numbers(references) + " of domain " + domain + " for writing, which can only be read");
            }
        }
        GrantStatus status = errno == Errno.ENOSPC ? GrantStatus.NO_SPACE : GrantStatus.GENERAL_ERROR;
        return new GrantException(
                status, what + numbers(references) + " of domain " + domain + ", " + Libc.text(errno));
    }

    private static String numbers(int[] references) {
        String first = Integer.toUnsignedString(references[0]);
        return references.length == 1 ? first : first + " and " + (references.length - 1) + " more";
    }

    @Override
    public void close() {
        device.close();
    }
}
