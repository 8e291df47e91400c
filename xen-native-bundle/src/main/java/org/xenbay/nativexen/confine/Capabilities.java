// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.confine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.Power;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.SystemCall;
import org.xenbay.nativexen.libc.SystemCalls;

/** Capabilities (linux/include/uapi/linux/capability.h) of the calling thread alone. */
final class Capabilities {

    private static final int VERSION_3 = 0x20080522;

    private static final long CHOWN = 1;
    private static final long DAC_OVERRIDE = 1 << 1;
    private static final long FOWNER = 1 << 3;
    private static final long FSETID = 1 << 4;
    private static final long SETGID = 1 << 6;
    private static final long SETUID = 1 << 7;
    static final long SYS_ADMIN = 1 << 21;
    private static final long MKNOD = 1 << 27;
    private static final long SETFCAP = 1L << 31;

    private final Machine machine;

    Capabilities(Machine machine) {
        this.machine = machine;
    }

    /** @return capabilities that a thread keeps which serves a share: the server acts as the owners of the share's files */
    static long of(Set<Power> powers) {
        long kept = DAC_OVERRIDE | FOWNER;
        for (Power power : powers) {
            kept |= switch (power) {
                case CHANGE_OWNERS -> CHOWN | FSETID;
                case MAKE_DEVICES -> MKNOD;
                case ACT_AS_OTHERS -> SETUID | SETGID;
                case PRIVILEGED_ATTRIBUTES -> SYS_ADMIN | SETFCAP;
            };
        }
        return kept;
    }

    /**
     * Irrevocably drops all other capabilities of the calling thread.
     *
     * @param kept the capabilities that stay, one bit for each
     * @throws FileException when the kernel refuses it
     */
    void keepOnly(long kept) throws FileException {
        byte[] header = new byte[8];
        ByteBuffer.wrap(header).order(ByteOrder.nativeOrder()).putInt(VERSION_3);
        byte[] data = new byte[24];
        FileCalls.checked(SystemCalls.syscall(SystemCall.CAPGET.on(machine), header, data), "capget");
        ByteBuffer sets = ByteBuffer.wrap(data).order(ByteOrder.nativeOrder());
        for (int half = 0; half < 2; half++) {
            for (int set = 0; set < 3; set++) {
                int at = 12 * half + 4 * set;
                sets.putInt(at, sets.getInt(at) & (int) (kept >>> 32 * half));
            }
        }
        FileCalls.checked(SystemCalls.syscall(SystemCall.CAPSET.on(machine), header, data), "capset");
    }
}
