// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.xen;

import com.sun.jna.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.xenbay.api.file.Errno;
import org.xenbay.api.xen.ForeignMemory;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.api.xen.XenException;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.xen.XenAbi.Privcmd;

/** /dev/xen/privcmd, for frames of other domains. */
final class NativeForeignMemory implements ForeignMemory, AutoCloseable {

    private static final int MAX_FRAMES = 64 * 1024;
    private static final int PAGED_OUT_ATTEMPTS = 100;
    private static final long PAGED_OUT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final XenDevice device;

    private NativeForeignMemory(XenDevice device) {
        this.device = device;
    }

    /** @throws IOException when the device cannot be opened */
    static NativeForeignMemory open(Path root) throws IOException {
        return new NativeForeignMemory(XenDevice.open(root.resolve(Privcmd.DEVICE), 0));
    }

    @Override
    public SharedMemory map(int domain, long[] frames, Access access) {
        if (frames.length < 1 || frames.length > MAX_FRAMES) {
            throw new IllegalArgumentException(frames.length + " frames in one mapping; 1 to " + MAX_FRAMES);
        }
        int length = frames.length * XenAbi.PAGE_SIZE;
        long address = device.map(length, Mapping.protection(access), 0);
        if (address == -1) {
            throw refused(domain, frames[0], Libc.errno());
        }
        boolean filled = false;
        try {
            fill(address, domain, frames);
            filled = true;
        } finally {
            if (!filled) {
                Mapping.unmap(address, length);
            }
        }
        return Mapping.shared(address, length, access, () -> {});
    }

    private void fill(long address, int domain, long[] frames) {
        Memory numbers = new Memory((long) frames.length * Long.BYTES);
        numbers.write(0, frames, 0, frames.length);
        Memory errors = new Memory((long) frames.length * Integer.BYTES);
        errors.clear();
        Memory batch = new Memory(Privcmd.BATCH_SIZE);
        batch.clear();
        batch.setInt(Privcmd.BATCH_COUNT, frames.length);
        batch.setShort(Privcmd.BATCH_DOMAIN, (short) domain);
        batch.setLong(Privcmd.BATCH_ADDRESS, address);
        batch.setPointer(Privcmd.BATCH_FRAMES, numbers);
        batch.setPointer(Privcmd.BATCH_ERRORS, errors);
        int result = device.request(Privcmd.MMAPBATCH_V2, batch);
        // ENOENT: a frame is paged out and not mapped yet, so the same range is requested again.
        for (int i = 0; result < 0 && Libc.errno() == Errno.ENOENT && i < PAGED_OUT_ATTEMPTS; i++) {
            LockSupport.parkNanos(PAGED_OUT_NANOS);
            result = device.request(Privcmd.MMAPBATCH_V2, batch);
        }
        if (result < 0) {
            throw refused(domain, frames[0], Libc.errno());
        }
        for (int i = 0; i < frames.length; i++) {
            int error = -errors.getInt((long) i * Integer.BYTES);
            if (error != 0) {
                throw refused(domain, frames[i], error);
            }
        }
    }

    private static XenException refused(int domain, long frame, int errno) {
        return new XenException(
                "mapping frame " + Long.toUnsignedString(frame) + " of domain " + domain + ": " + Libc.text(errno),
                errno);
    }

    @Override
    public void close() {
        device.close();
    }
}
