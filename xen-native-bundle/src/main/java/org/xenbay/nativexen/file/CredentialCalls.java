// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.SystemCall;
import org.xenbay.nativexen.libc.SystemCalls;

/**
 * System calls that change the calling thread's credentials. They are made by number, because the C library's setgroups changes
 * all threads of the process. Capabilities are from linux/capability.h.
 */
final class CredentialCalls {

    /** Keeps set-user-id and set-group-id bits of files that the thread writes. */
    static final int CAP_FSETID = 1 << 4;

    /**
     * CAP_CHOWN, DAC_OVERRIDE, DAC_READ_SEARCH, FOWNER, FSETID, and MKNOD: the kernel removes them from a thread that
     * leaves user 0.
     */
    static final int FILE_CAPABILITIES = 0x0800_001F;

    private static final int VERSION_3 = 0x2008_0522;
    private static final int[] NO_GROUPS = {};

    /** Not a user's number: the kernel then only returns the current user. */
    private static final int NOBODY = -1;

    /**
     * Size of {@code struct __user_cap_data_struct}, which occurs twice: for the first 32 capabilities, and for the others.
     */
    private static final int EFFECTIVE = 0;

    private static final int PERMITTED = 4;
    private static final int DATA_SIZE = 24;

    private final long setfsuid;
    private final long setfsgid;
    private final long setgroups;
    private final long capget;
    private final long capset;

    CredentialCalls(Machine machine) {
        setfsuid = SystemCall.SETFSUID.on(machine);
        setfsgid = SystemCall.SETFSGID.on(machine);
        setgroups = SystemCall.SETGROUPS.on(machine);
        capget = SystemCall.CAPGET.on(machine);
        capset = SystemCall.CAPSET.on(machine);
    }

    /** These two calls do not report failure, so the result is read back. */
    void beUser(int uid) throws FileException {
        be(setfsuid, uid, "setfsuid");
    }

    void beInGroup(int gid) throws FileException {
        be(setfsgid, gid, "setfsgid");
    }

    private static void be(long call, int id, String name) throws FileException {
        SystemCalls.syscall(call, Integer.toUnsignedLong(id));
        if (SystemCalls.syscall(call, NOBODY) != id) {
            throw new FileException(Errno.EPERM, name + " of " + Integer.toUnsignedString(id));
        }
    }

    void leaveGroups() throws FileException {
        FileCalls.checked(SystemCalls.syscall(setgroups, 0, NO_GROUPS), "setgroups");
    }

    /** @return the effective capabilities among the first 32 */
    int effective() throws FileException {
        return capabilities().getInt(EFFECTIVE);
    }

    /** Makes CAP_FSETID effective if the thread has it, or not effective. */
    void keepSetIdBits(boolean keep) throws FileException {
        ByteBuffer data = capabilities();
        int wanted = keep
                ? data.getInt(EFFECTIVE) | data.getInt(PERMITTED) & CAP_FSETID
                : data.getInt(EFFECTIVE) & ~CAP_FSETID;
        if (wanted != data.getInt(EFFECTIVE)) {
            data.putInt(EFFECTIVE, wanted);
            FileCalls.checked(SystemCalls.syscall(capset, header(), data.array()), "capset");
        }
    }

    private ByteBuffer capabilities() throws FileException {
        byte[] data = new byte[DATA_SIZE];
        FileCalls.checked(SystemCalls.syscall(capget, header(), data), "capget");
        return ByteBuffer.wrap(data).order(ByteOrder.nativeOrder());
    }

    /** For the calling thread. */
    private static byte[] header() {
        byte[] header = new byte[2 * Integer.BYTES];
        ByteBuffer.wrap(header).order(ByteOrder.nativeOrder()).putInt(VERSION_3);
        return header;
    }
}
