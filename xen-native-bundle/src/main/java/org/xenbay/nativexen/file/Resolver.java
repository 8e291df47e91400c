// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.nativexen.file.FileAbi.OpenHow;

/**
 * Opens one name in a folder without following a link and without leaving the folder.
 *
 * <p>Since Linux 5.6 the kernel is told so (openat2). Before, it follows from what is asked: a name of one component that
 * is neither {@code .} nor {@code ..} is looked up in that folder only, and O_NOFOLLOW refuses the only link there could
 * be.
 */
@FunctionalInterface
interface Resolver {

    /**
     * @param folder descriptor of the folder
     * @param name one component, checked and ending with a NUL
     * @param flags of open(2), in this machine's numbers
     * @param mode for a file that is created; otherwise 0
     * @return the descriptor, or -1 with the error number set
     */
    int open(int folder, byte[] name, int flags, int mode);

    /**
     * @param abi this machine's numbers
     * @return the way this kernel knows
     */
    static Resolver ofKernel(FileAbi abi) {
        return knowsOpenat2(abi) ? openat2(abi) : openat(abi);
    }

    /** @return whether openat2 can be used: older kernels do not know it, and a container's filter may refuse it */
    static boolean knowsOpenat2(FileAbi abi) {
        int descriptor = openat2(abi).open(FileAbi.AT_FDCWD, new byte[] {'.', 0}, FileAbi.O_PATH, 0);
        if (descriptor >= 0) {
            FileCalls.close(descriptor);
        }
        return descriptor >= 0 || FileCalls.errno() != Errno.ENOSYS && FileCalls.errno() != Errno.EPERM;
    }

    /** @return by openat2(2). Crossing a mount point is allowed: what is mounted in a shared folder is shared */
    static Resolver openat2(FileAbi abi) {
        long resolve = OpenHow.RESOLVE_BENEATH | OpenHow.RESOLVE_NO_SYMLINKS | OpenHow.RESOLVE_NO_MAGICLINKS;
        return (folder, name, flags, mode) -> {
            byte[] how = new byte[OpenHow.SIZE];
            ByteBuffer.wrap(how)
                    .order(ByteOrder.nativeOrder())
                    .putLong(OpenHow.FLAGS, (flags | abi.noFollow() | FileAbi.O_CLOEXEC) & 0xFFFF_FFFFL)
                    .putLong(OpenHow.MODE, mode)
                    .putLong(OpenHow.RESOLVE, resolve);
            int descriptor;
            do {
                descriptor = FileCalls.syscall(OpenHow.SYSTEM_CALL, folder, name, how, how.length);
            } while (FileCalls.interrupted(descriptor));
            return descriptor;
        };
    }

    /** @return by openat(2) */
    static Resolver openat(FileAbi abi) {
        return (folder, name, flags, mode) -> {
            int descriptor;
            do {
                descriptor = FileCalls.openat(folder, name, flags | abi.noFollow() | FileAbi.O_CLOEXEC, mode);
            } while (FileCalls.interrupted(descriptor));
            return descriptor;
        };
    }

    /**
     * @param descriptor of a file, which may have been opened with O_PATH and may have lost its names
     * @param flags of open(2), in this machine's numbers
     * @return a new descriptor of the same file
     * @throws FileException as open(2) says
     */
    static Descriptor reopen(Descriptor descriptor, int flags) throws FileException {
        byte[] path = Names.path(descriptor);
        int reopened;
        do {
            reopened = FileCalls.openat(FileAbi.AT_FDCWD, path, flags | FileAbi.O_CLOEXEC | FileAbi.O_NOCTTY, 0);
        } while (FileCalls.interrupted(reopened));
        return Descriptor.of(FileCalls.checked(reopened, "open of a file"));
    }
}
