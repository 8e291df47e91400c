// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.confine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.xenbay.api.file.FileException;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.LibcAbi;
import org.xenbay.nativexen.libc.SystemCall;
import org.xenbay.nativexen.libc.SystemCalls;

/**
 * Limits the files that a thread can reach, by rules on folders (linux/include/uapi/linux/landlock.h). A rule holds for the
 * folder itself, even if it is renamed, and for file systems mounted in it.
 *
 * <p>Landlock does not check the use of open descriptors, nor opening with O_PATH.
 */
final class Landlock {

    /** The first version whose rules allow a file to be moved from one folder to another. */
    static final int MIN_VERSION = 2;

    static final long EXECUTE = 1;
    static final long READ_FILE = 1 << 2;
    static final long READ_FOLDER = 1 << 3;
    static final long MAKE_CHARACTER_DEVICE = 1 << 6;
    static final long MAKE_BLOCK_DEVICE = 1 << 11;

    private static final int CREATE_RULESET = SystemCall.LANDLOCK_CREATE_RULESET.everywhere();
    private static final int ADD_RULE = SystemCall.LANDLOCK_ADD_RULE.everywhere();
    private static final int RESTRICT_SELF = SystemCall.LANDLOCK_RESTRICT_SELF.everywhere();

    private static final long GET_VERSION = 1;
    private static final long PATH_BENEATH = 1;
    private static final int RULE_SIZE = 12;

    /** Rights on files of version 1, and those that later versions added: move, truncate, ioctl of devices. */
    private static final long VERSION_1 = (1 << 13) - 1;

    private static final long REFER = 1 << 13;
    private static final long TRUNCATE = 1 << 14;
    private static final long DEVICE_IOCTL = 1 << 15;
    /** Bind and connect of TCP sockets, since version 4. */
    private static final long TCP = 3;
    /** Sockets without a file, since version 6. */
    private static final long ABSTRACT_SOCKETS = 1;

    private final int version;

    /** @param version of the kernel's Landlock, at least {@link #MIN_VERSION} */
    Landlock(int version) {
        this.version = version;
    }

    /** @return the kernel's version; less than 1 when it does not have Landlock or does not use it */
    static int kernelVersion() {
        return SystemCalls.syscall(CREATE_RULESET, 0, 0, GET_VERSION, 0, 0);
    }

    private long handled() {
        return VERSION_1
                | (version >= 2 ? REFER : 0)
                | (version >= 3 ? TRUNCATE : 0)
                | (version >= 5 ? DEVICE_IOCTL : 0);
    }

    /** @return all rights on a folder and its content, except to execute files and to use ioctls of devices */
    long everything() {
        return handled() & ~EXECUTE & ~DEVICE_IOCTL;
    }

    /**
     * @return a set of rules that allows nothing yet: a descriptor, to be closed
     * @throws FileException when the kernel refuses it
     */
    int create() throws FileException {
        byte[] rules = new byte[24];
        ByteBuffer.wrap(rules)
                .order(ByteOrder.nativeOrder())
                .putLong(handled())
                .putLong(version >= 4 ? TCP : 0)
                .putLong(version >= 6 ? ABSTRACT_SOCKETS : 0);
        int size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
        return FileCalls.checked(SystemCalls.syscall(CREATE_RULESET, rules, size, 0), "landlock_create_ruleset");
    }

    /**
     * @param rules from {@link #create}
     * @param folder a descriptor; may be opened with O_PATH
     * @param rights on the folder and everything below it
     * @throws FileException when the kernel refuses it
     */
    static void allow(int rules, int folder, long rights) throws FileException {
        byte[] rule = new byte[RULE_SIZE];
        ByteBuffer.wrap(rule).order(ByteOrder.nativeOrder()).putLong(rights).putInt(folder);
        FileCalls.checked(SystemCalls.syscall(ADD_RULE, rules, PATH_BENEATH, rule, 0), "landlock_add_rule");
    }

    /**
     * Allows reading of a file, or of a folder and everything below it; no effect when it does not exist.
     *
     * @param rules from {@link #create}
     * @param path the file or folder
     * @throws FileException when the kernel refuses it
     */
    static void allowReading(int rules, Path path) throws FileException {
        int descriptor = Libc.open((path + "\0").getBytes(StandardCharsets.UTF_8), LibcAbi.O_PATH | LibcAbi.O_CLOEXEC);
        if (descriptor < 0) {
            return;
        }
        try {
            allow(rules, descriptor, path.toFile().isDirectory() ? READ_FILE | READ_FOLDER : READ_FILE);
        } finally {
            Libc.close(descriptor);
        }
    }

    /**
     * Limits the calling thread to these rights from now on; it must have no_new_privs.
     *
     * @param rules from {@link #create}
     * @throws FileException when the kernel refuses it
     */
    static void restrict(int rules) throws FileException {
        FileCalls.checked(SystemCalls.syscall(RESTRICT_SELF, rules, 0, 0, 0, 0), "landlock_restrict_self");
    }
}
