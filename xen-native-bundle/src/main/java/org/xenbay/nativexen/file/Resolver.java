// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.nativexen.libc.FileAbi;
import org.xenbay.nativexen.libc.FileAbi.OpenHow;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.libc.SystemCall;
import org.xenbay.nativexen.libc.SystemCalls;

/**
 * Opens one name in a folder without following a link and without leaving the folder.
 *
 * <p>Since Linux 5.6 the kernel guarantees that (openat2). In earlier versions the name guarantees it: one component that is
 * neither {@code .} nor {@code ..} is looked up in that folder only, and O_NOFOLLOW refuses a link.
 */
@FunctionalInterface
interface Resolver {

    /** How often a file may be moved during an open. */
    int MAX_MOVES = 100;

    /**
     * @param folder descriptor of the folder
     * @param name one component, checked and ending with a NUL
     * @param flags of open(2), in this machine's numbers
     * @param mode for a file that is created; otherwise 0
     * @return the descriptor, or -1 with the error number set
     */
    int open(int folder, byte[] name, int flags, int mode);

    /**
     * @param machine this machine's numbers
     * @return the best resolver that this kernel supports
     */
    static Resolver ofKernel(Machine machine) {
        return knowsOpenat2(machine) ? openat2(machine) : openat(machine);
    }

    /** @return whether openat2 can be used: older kernels do not know it, and a container's filter may refuse it */
    static boolean knowsOpenat2(Machine machine) {
        int descriptor = openat2(machine).open(FileAbi.AT_FDCWD, new byte[] {'.', 0}, LibcAbi.O_PATH, 0);
        if (descriptor >= 0) {
            Libc.close(descriptor);
        }
        return descriptor >= 0 || Libc.errno() != Errno.ENOSYS && Libc.errno() != Errno.EPERM;
    }

    /**
     * @return a resolver by openat2(2). Crossing a mount point is allowed: a file system that is mounted in a shared folder is
     *     shared
     */
    static Resolver openat2(Machine machine) {
        long resolve = OpenHow.RESOLVE_BENEATH | OpenHow.RESOLVE_NO_SYMLINKS | OpenHow.RESOLVE_NO_MAGICLINKS;
        long number = SystemCall.OPENAT2.everywhere();
        return (folder, name, flags, mode) -> {
            byte[] how = new byte[OpenHow.SIZE];
            ByteBuffer.wrap(how)
                    .order(ByteOrder.nativeOrder())
                    .putLong(OpenHow.FLAGS, (flags | machine.noFollow() | LibcAbi.O_CLOEXEC) & 0xFFFF_FFFFL)
                    .putLong(OpenHow.MODE, mode)
                    .putLong(OpenHow.RESOLVE, resolve);
            int descriptor;
            int left = MAX_MOVES;
            do {
                descriptor = SystemCalls.syscall(number, folder, name, how, how.length);
            } while (Libc.interrupted(descriptor) || descriptor < 0 && isMoved(Libc.errno()) && left-- > 0);
            return descriptor;
        };
    }

    /**
     * The kernel found the name, and then that the file is not in the folder any more, because another process has moved it
     * meanwhile. There is no other reason, because one component without a link cannot leave the folder. The kernel does not
     * check a file that the call itself has created, so the call can be repeated.
     */
    private static boolean isMoved(int errno) {
        return errno == Errno.EXDEV || errno == Errno.EAGAIN;
    }

    /** @return a resolver by openat(2) */
    static Resolver openat(Machine machine) {
        return (folder, name, flags, mode) -> {
            int descriptor;
            do {
                descriptor = FileCalls.openat(folder, name, flags | machine.noFollow() | LibcAbi.O_CLOEXEC, mode);
            } while (Libc.interrupted(descriptor));
            return descriptor;
        };
    }

    /**
     * @param descriptor of a file; may be opened with O_PATH, and the file may be unlinked
     * @param flags of open(2), in this machine's numbers
     * @return a new descriptor of the same file
     * @throws FileException as open(2) says
     */
    static Descriptor reopen(Descriptor descriptor, int flags) throws FileException {
        byte[] path = Names.path(descriptor);
        int reopened;
        do {
            reopened = FileCalls.openat(FileAbi.AT_FDCWD, path, flags | LibcAbi.O_CLOEXEC | LibcAbi.O_NOCTTY, 0);
        } while (Libc.interrupted(reopened));
        return Descriptor.of(FileCalls.checked(reopened, "open of a file"));
    }
}
