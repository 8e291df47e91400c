// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.host;

/**
 * Numbers of the kernel's and glibc's binary interface, all in this place.
 *
 * <p>Flags are those of asm-generic, which x86-64 and aarch64 share. {@code struct epoll_event} is packed on x86-64 only
 * (linux/eventpoll.h, EPOLL_PACKED): its 64-bit data follow its 32-bit mask at once there, and are aligned elsewhere.
 *
 * @param epollEventSize bytes of a {@code struct epoll_event}
 * @param epollDataOffset where its data are; its mask is at 0
 */
record LinuxAbi(int epollEventSize, int epollDataOffset) {

    static final int O_RDWR = 0x2;
    static final int O_NOCTTY = 0x100;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x8_0000;

    static final int EPOLL_CLOEXEC = O_CLOEXEC;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLL_CTL_MOD = 3;
    static final int EPOLLIN = 0x1;
    static final int EPOLLOUT = 0x4;
    static final int EPOLLERR = 0x8;
    static final int EPOLLHUP = 0x10;
    static final int EPOLLONESHOT = 1 << 30;

    static final int EFD_NONBLOCK = O_NONBLOCK;
    static final int EFD_CLOEXEC = O_CLOEXEC;

    /** Size of glibc's {@code struct termios}: four flag words, line discipline, 32 characters, two speeds. */
    static final int TERMIOS_SIZE = 60;

    /** Where the flag words of {@code struct termios} are. */
    static final int TERMIOS_IFLAG = 0;

    static final int TERMIOS_OFLAG = 4;
    static final int TERMIOS_LFLAG = 12;

    /** Flags that a raw terminal has not (asm-generic/termbits.h): those that cfmakeraw(3) clears. */
    static final int COOKED_IFLAGS = 0x1 | 0x2 | 0x8 | 0x20 | 0x40 | 0x80 | 0x100 | 0x400;

    static final int OPOST = 0x1;
    static final int ECHO = 0x8;
    static final int ECHONL = 0x40;

    /** ECHO and ECHONL, and ISIG, ICANON, IEXTEN. */
    static final int COOKED_LFLAGS = ECHO | ECHONL | 0x1 | 0x2 | 0x8000;

    /** Says which flags nobody can change (ioctl_tty(2)); takes CAP_SYS_ADMIN. */
    static final int TIOCSLCKTRMIOS = 0x5457;

    static final int TCSANOW = 0;
    static final int TCIFLUSH = 0;

    /** Sockets: linux/socket.h, linux/net.h; bytes of {@code sun_path}: linux/un.h. */
    static final byte AF_UNIX = 1;

    static final int SOCK_DGRAM = 2;
    static final int SOCK_CLOEXEC = O_CLOEXEC;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_NOSIGNAL = 0x4000;
    static final int SUN_PATH_SIZE = 108;

    static final int EINTR = 4;
    static final int EAGAIN = 11;

    /**
     * @return the numbers of the machine this runs on
     * @throws UnsupportedOperationException when they are not known
     */
    static LinuxAbi here() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static LinuxAbi of(String system, String machine) {
        if (!"Linux".equals(system)) {
            throw new UnsupportedOperationException("pseudo terminals are known on Linux only, not on " + system);
        }
        return switch (machine) {
            case "amd64", "x86_64" -> new LinuxAbi(12, 4);
            case "aarch64" -> new LinuxAbi(16, 8);
            default ->
                throw new UnsupportedOperationException(
                        "the C library's structures are known for x86-64 and aarch64, not for " + machine);
        };
    }
}
