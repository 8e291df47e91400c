// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.libc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.file.Errno;

/** This machine's kernel confirms the numbers. */
@EnabledOnOs(OS.LINUX)
class KernelTest {

    private static final Machine HERE = Machine.here();

    @TempDir
    Path folder;

    @BeforeAll
    static void load() {
        FileCalls.load();
        ProcessCalls.load();
    }

    /** @return a field of a file in /proc, after its name and a colon or spaces */
    private static String told(String file, String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", file))) {
            if (line.startsWith(field)) {
                return line.substring(field.length()).replaceFirst("^:?\\s+", "");
            }
        }
        throw new AssertionError("no " + field + " in /proc/" + file);
    }

    /** @return the flags that the kernel says an open descriptor has; it is closed */
    private static int flagsOf(int descriptor) throws IOException {
        assertThat(descriptor).as(Libc.text(Libc.errno())).isNotNegative();
        try {
            return Integer.parseInt(told("self/fdinfo/" + descriptor, "flags"), 8);
        } finally {
            Libc.close(descriptor);
        }
    }

    private int flagsOfOpen(int flags) throws IOException {
        return flagsOf(Libc.open(folder.toString(), flags));
    }

    @Test
    void flagsOfOpenAreTheKernels() throws IOException {
        int none = flagsOfOpen(LibcAbi.O_RDONLY);
        for (int flag : new int[] {LibcAbi.O_NONBLOCK, LibcAbi.O_CLOEXEC, HERE.directory(), HERE.noFollow()}) {
            assertThat(flagsOfOpen(flag)).as(Integer.toOctalString(flag)).isEqualTo(none | flag);
        }
        assertThat(flagsOfOpen(LibcAbi.O_PATH) & LibcAbi.O_PATH).isEqualTo(LibcAbi.O_PATH);
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(flagsOf(Libc.open(file.toString(), LibcAbi.O_RDWR))).isEqualTo(none | LibcAbi.O_RDWR);
        assertThat(Libc.open(file.toString(), HERE.directory())).isNegative();
        assertThat(Libc.errno()).isEqualTo(Errno.ENOTDIR);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThat(Libc.open(link.toString(), HERE.noFollow())).isNegative();
        assertThat(Libc.errno()).isEqualTo(Errno.ELOOP);
    }

    @Test
    void aFileIsCreatedOnceOnly() throws IOException {
        byte[] name = (folder.resolve("new") + "\0").getBytes();
        int flags = LibcAbi.O_RDWR | LibcAbi.O_CREAT | LibcAbi.O_EXCL | LibcAbi.O_NOCTTY;
        flagsOf(FileCalls.openat(FileAbi.AT_FDCWD, name, flags, 0600));
        assertThat(folder.resolve("new")).exists();
        assertThat(FileCalls.openat(FileAbi.AT_FDCWD, name, flags, 0600)).isNegative();
        assertThat(Libc.errno()).isEqualTo(Errno.EEXIST);
    }

    @Test
    void flagsOfOtherDescriptorsAreTheKernels() throws IOException {
        assertThat(flagsOf(Libc.eventfd(0, LibcAbi.EFD_CLOEXEC | LibcAbi.EFD_NONBLOCK)))
                .isEqualTo(LibcAbi.O_RDWR | LibcAbi.O_CLOEXEC | LibcAbi.O_NONBLOCK);
        assertThat(flagsOf(Libc.epoll_create1(LibcAbi.EPOLL_CLOEXEC))).isEqualTo(LibcAbi.O_RDWR | LibcAbi.O_CLOEXEC);
        assertThat(flagsOf(Libc.socket(LibcAbi.AF_UNIX, LibcAbi.SOCK_DGRAM | LibcAbi.SOCK_CLOEXEC, 0)))
                .isEqualTo(LibcAbi.O_RDWR | LibcAbi.O_CLOEXEC);
    }

    @Test
    void aDescriptorOfAProcessIsThatOfTheProcess() throws IOException {
        long own = ProcessHandle.current().pid();
        int process = ProcessCalls.pidfdOpen(own);
        try {
            assertThat(told("self/fdinfo/" + process, "Pid")).isEqualTo(Long.toString(own));
        } finally {
            Libc.close(process);
        }
    }

    @Test
    void callsOnTheThreadsCredentialsAreThose() throws IOException {
        int nobody = -1;
        int user = SystemCalls.syscall(SystemCall.SETFSUID.on(HERE), nobody);
        int group = SystemCalls.syscall(SystemCall.SETFSGID.on(HERE), nobody);
        assertThat(told("thread-self/status", "Uid")).endsWith("\t" + user);
        assertThat(told("thread-self/status", "Gid")).endsWith("\t" + group);
        byte[] header = new byte[8];
        ByteBuffer.wrap(header).order(ByteOrder.nativeOrder()).putInt(0x20080522);
        byte[] data = new byte[24];
        assertThat(SystemCalls.syscall(SystemCall.CAPGET.on(HERE), header, data))
                .isZero();
        ByteBuffer sets = ByteBuffer.wrap(data).order(ByteOrder.nativeOrder());
        assertThat(String.format("%08x%08x", sets.getInt(12), sets.getInt(0)))
                .isEqualTo(told("thread-self/status", "CapEff"));
        int getNoNewPrivileges = 39;
        assertThat(SystemCalls.syscall(SystemCall.PRCTL.on(HERE), getNoNewPrivileges, 0, 0, 0, 0))
                .isEqualTo(Integer.parseInt(told("thread-self/status", "NoNewPrivs")));
    }

    @Test
    void memoryIsMappedSharedForReadingAndWriting() throws IOException {
        Path file = Files.write(folder.resolve("mapped"), new byte[4096]);
        int descriptor = Libc.open(file.toString(), LibcAbi.O_RDWR);
        long address = Libc.mmap(0, 4096, LibcAbi.PROT_READ | LibcAbi.PROT_WRITE, LibcAbi.MAP_SHARED, descriptor, 0);
        Libc.close(descriptor);
        assertThat(told("self/maps", String.format("%x-%x", address, address + 4096)))
                .startsWith("rw-s");
        new Pointer(address).setByte(0, (byte) 7);
        assertThat(Libc.munmap(address, 4096)).isZero();
        assertThat(Files.readAllBytes(file)[0]).isEqualTo((byte) 7);
    }

    @Test
    void theLimitOfDescriptorsIsTheOneOfOpenFiles() throws IOException {
        byte[] limit = new byte[FileAbi.Rlimit.SIZE];
        assertThat(FileCalls.getrlimit(FileAbi.Rlimit.NOFILE, limit)).isZero();
        ByteBuffer numbers = ByteBuffer.wrap(limit).order(ByteOrder.nativeOrder());
        assertThat(told("self/limits", "Max open files").split("\\s+"))
                .startsWith(
                        Long.toString(numbers.getLong(FileAbi.Rlimit.SOFT)),
                        Long.toString(numbers.getLong(FileAbi.Rlimit.HARD)));
    }

    @Test
    void onlyTheDescriptorThatCanBeReadIsReady() {
        int quiet = Libc.eventfd(0, LibcAbi.EFD_CLOEXEC);
        int ready = Libc.eventfd(1, LibcAbi.EFD_CLOEXEC);
        try (PollDescriptors both = new PollDescriptors(quiet, ready)) {
            assertThat(both.await(-1)).isEqualTo(1);
            assertThat(both.isReady(0)).isFalse();
            assertThat(both.isReady(1)).isTrue();
        } finally {
            Libc.close(quiet);
            Libc.close(ready);
        }
    }
}
