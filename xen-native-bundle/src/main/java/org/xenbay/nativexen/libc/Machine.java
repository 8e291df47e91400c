// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libc;

/**
 * A supported processor, with those numbers of the kernel's interface that differ between processors. Numbers of system
 * calls are in {@link SystemCall}.
 */
public enum Machine {
    /** x86-64: asm-generic/fcntl.h; {@code struct epoll_event} is packed (linux/eventpoll.h, EPOLL_PACKED). */
    X86_64(0x1_0000, 0x2_0000, 12, 4, 0xC000_003E, 0x4000_0000),

    /** aarch64: arch/arm64/include/uapi/asm/fcntl.h; {@code struct epoll_event} is aligned. */
    AARCH64(0x4000, 0x8000, 16, 8, 0xC000_00B7, 0);

    private final int directory;
    private final int noFollow;
    private final int epollEventSize;
    private final int epollDataOffset;
    private final int auditArchitecture;
    private final int secondAbi;

    Machine(
            int directory,
            int noFollow,
            int epollEventSize,
            int epollDataOffset,
            int auditArchitecture,
            int secondAbi) {
        this.directory = directory;
        this.noFollow = noFollow;
        this.epollEventSize = epollEventSize;
        this.epollDataOffset = epollDataOffset;
        this.auditArchitecture = auditArchitecture;
        this.secondAbi = secondAbi;
    }

    /**
     * @return the machine that this process runs on
     * @throws UnsupportedOperationException when its numbers are not known
     */
    public static Machine here() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /**
     * @param system as Java's os.name
     * @param machine as Java's os.arch
     * @return that machine
     * @throws UnsupportedOperationException when its numbers are not known
     */
    public static Machine of(String system, String machine) {
        if (!"Linux".equals(system)) {
            throw new UnsupportedOperationException("system calls are known of Linux only, not of " + system);
        }
        return switch (machine) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64" -> AARCH64;
            default ->
                throw new UnsupportedOperationException(
                        "system calls are known of x86-64 and aarch64, not of " + machine);
        };
    }

    /** @return O_DIRECTORY */
    public int directory() {
        return directory;
    }

    /** @return O_NOFOLLOW */
    public int noFollow() {
        return noFollow;
    }

    /** @return bytes of a {@code struct epoll_event}; its mask is at 0 */
    public int epollEventSize() {
        return epollEventSize;
    }

    /** @return offset of the 64-bit data of a {@code struct epoll_event} */
    public int epollDataOffset() {
        return epollDataOffset;
    }

    /** @return AUDIT_ARCH_* of linux/audit.h */
    public int auditArchitecture() {
        return auditArchitecture;
    }

    /** @return the first number of another set of system calls that the same machine has (x32); 0 for none */
    public int secondAbi() {
        return secondAbi;
    }
}
