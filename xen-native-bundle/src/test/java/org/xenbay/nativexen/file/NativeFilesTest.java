// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.file.CreatedFile;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.LockRange;
import org.xenbay.api.file.OpenDirectory;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.OpenFlags;
import org.xenbay.api.file.Share;
import org.xenbay.api.file.TimeUpdate;
import org.xenbay.api.file.Timestamp;
import org.xenbay.api.file.XattrExistence;
import org.xenbay.nativexen.descriptor.ThisProcess;
import org.xenbay.nativexen.libc.FileCalls;
import org.xenbay.nativexen.libc.Machine;
import org.xenbay.nativexen.testing.OpenDescriptors;

/** Real files of this host, by the call that new kernels have and by the one that all have. */
class NativeFilesTest {

    @TempDir
    Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private FileNode root;

    /** How a name is resolved. */
    enum Way {
        OPENAT2,
        OPENAT
    }

    private FileNode open(Way way) throws FileException {
        Machine machine = Machine.here();
        FileCalls.load();
        Assumptions.assumeTrue(
                way == Way.OPENAT || Resolver.knowsOpenat2(machine), "skipped: this kernel does not know openat2");
        Resolver resolver = way == Way.OPENAT ? Resolver.openat(machine) : Resolver.openat2(machine);
        Share share = closed(new NativeHostFiles(
                        new FileSystem(machine, resolver, ThisProcess.withoutKeeper()),
                        new FairBudget("descriptors", Long.MAX_VALUE))
                .open(folder));
        root = closed(share.root());
        return root;
    }

    private <T extends AutoCloseable> T closed(T resource) {
        opened.add(resource);
        return resource;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private static byte[] name(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static void refused(int errno, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FileException.class,
                        e -> assertThat(Errno.name(e.errno())).isEqualTo(Errno.name(errno)));
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = name(text);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    private static String read(OpenFile file) throws FileException {
        ByteBuffer target = ByteBuffer.allocateDirect(1000);
        file.read(0, target);
        return StandardCharsets.UTF_8.decode(target.flip()).toString();
    }

    @ParameterizedTest
    @EnumSource
    void oneNameLeadsToOneFileAndNoLinkIsFollowed(Way way) throws Exception {
        Files.createDirectory(folder.resolve("dir"));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("dir"));
        open(way);
        assertThat(closed(root.lookup(name("dir"))).stat().isDirectory()).isTrue();
        FileNode link = closed(root.lookup(name("link")));
        assertThat(link.stat().isSymlink()).isTrue();
        assertThat(link.readLink()).isEqualTo(name("dir"));
        refused(Errno.ENOTDIR, () -> link.lookup(name("any")));
        refused(Errno.ELOOP, () -> link.openFile(0));
        refused(Errno.ENOENT, () -> root.lookup(name("none")));
        refused(Errno.EINVAL, () -> root.lookup(name("..")));
        refused(Errno.EINVAL, () -> root.lookup(name(".")));
        refused(Errno.EINVAL, () -> root.lookup(name("dir/x")));
        refused(Errno.EINVAL, () -> root.lookup(name("nul\0")));
        refused(Errno.EINVAL, () -> root.lookup(new byte[0]));
        refused(Errno.ENAMETOOLONG, () -> root.lookup(name("x".repeat(256))));
    }

    @ParameterizedTest
    @EnumSource
    void onlyRegularFilesAreOpened(Way way) throws Exception {
        open(way);
        closed(root.mknod(name("pipe"), FileStat.S_IFIFO | 0644, DeviceNumber.NONE));
        closed(root.mkdir(name("dir"), 0755));
        refused(Errno.ENXIO, () -> root.lookup(name("pipe")).openFile(OpenFlags.READ_WRITE));
        refused(Errno.ENXIO, () -> root.create(name("pipe"), OpenFlags.READ_WRITE, 0644));
        refused(Errno.EISDIR, () -> root.lookup(name("dir")).openFile(0));
        refused(Errno.ENOTDIR, () -> root.lookup(name("pipe")).openDirectory());
    }

    @ParameterizedTest
    @EnumSource
    void aNodeIsTheSameFileWhateverBecomesOfItsName(Way way) throws Exception {
        open(way);
        CreatedFile made = root.create(name("one"), OpenFlags.READ_WRITE, 0600);
        FileNode node = closed(made.node());
        OpenFile file = closed(made.file());
        assertThat(file.write(0, direct("text"))).isEqualTo(4);
        root.rename(name("one"), root, name("two"));
        assertThat(node.stat().size()).isEqualTo(4);
        Files.createFile(folder.resolve("one"));
        assertThat(node.stat().size()).isEqualTo(4);
        root.unlink(name("two"));
        assertThat(node.stat().links()).isZero();
        assertThat(read(closed(node.openFile(0)))).isEqualTo("text");
        node.chmod(0640);
        node.truncate(2);
        assertThat(read(file)).isEqualTo("te");
    }

    @ParameterizedTest
    @EnumSource
    void whatIsInMemoryIsReadWithoutWaiting(Way way) throws Exception {
        Files.writeString(folder.resolve("file"), "some text");
        open(way);
        OpenFile file = closed(closed(root.lookup(name("file"))).openFile(0));
        ByteBuffer target = ByteBuffer.allocateDirect(100);
        target.position(3);
        assertThat(file.readCached(5, target)).isEqualTo(4);
        assertThat(StandardCharsets.UTF_8.decode(target.flip().position(3)).toString())
                .isEqualTo("text");
        assertThat(file.readCached(9, target.clear())).isZero();
        assertThat(file.readCached(0, target.clear().limit(4))).isEqualTo(4);
        refused(Errno.EINVAL, () -> file.readCached(-1, target.clear()));
        OpenFile writer = closed(closed(root.lookup(name("file"))).openFile(OpenFlags.WRITE_ONLY));
        refused(Errno.EBADF, () -> writer.readCached(0, target.clear()));
    }

    @ParameterizedTest
    @EnumSource
    void attributesAreTheHosts(Way way) throws Exception {
        Path path = Files.write(folder.resolve("file"), new byte[5000]);
        open(way);
        FileNode file = closed(root.lookup(name("file")));
        file.chmod(04751);
        file.setTimes(TimeUpdate.to(new Timestamp(1_000_000_000, 123_456_789)), TimeUpdate.to(new Timestamp(-5, 7)));
        FileStat stat = file.stat();
        assertThat(stat.mode()).isEqualTo(Files.getAttribute(path, "unix:mode")).isEqualTo(0104751);
        assertThat(stat.inode()).isEqualTo(Files.getAttribute(path, "unix:ino"));
        assertThat(stat.uid()).isEqualTo(Files.getAttribute(path, "unix:uid"));
        assertThat(stat.links()).isEqualTo(1);
        assertThat(stat.accessed()).isEqualTo(new Timestamp(1_000_000_000, 123_456_789));
        assertThat(stat.modified().seconds()).isEqualTo(-5);
        file.setTimes(TimeUpdate.KEEP, TimeUpdate.NOW);
        assertThat(file.stat().accessed()).isEqualTo(stat.accessed());
        assertThat(file.stat().modified().seconds()).isGreaterThan(1_700_000_000);
        file.truncate(10L << 30);
        assertThat(file.stat().size()).isEqualTo(10L << 30);
        refused(Errno.EINVAL, () -> file.setTimes(TimeUpdate.NOW, TimeUpdate.to(new Timestamp(0, 1_000_000_000))));
        refused(Errno.EINVAL, () -> file.truncate(-1));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsClosedIsNotUsedAndItsDescriptorIsGivenBack(Way way) throws Exception {
        Files.write(folder.resolve("file"), new byte[10]);
        open(way);
        long before = descriptors();
        FileNode node = root.lookup(name("file"));
        FileNode other = node.duplicate();
        assertThat(descriptors()).as("a duplicate costs none").isEqualTo(before + 1);
        OpenFile file = node.openFile(0);
        OpenDirectory directory = root.openDirectory();
        assertThat(descriptors()).isEqualTo(before + 3);
        node.close();
        node.close();
        refused(Errno.EBADF, node::stat);
        assertThat(other.stat().size()).isEqualTo(10);
        other.close();
        file.close();
        directory.close();
        refused(Errno.EBADF, () -> file.read(0, ByteBuffer.allocateDirect(1)));
        refused(Errno.EBADF, () -> directory.read(0, entry -> true));
        assertThat(descriptors()).isEqualTo(before);
        for (int i = 0; i < 100; i++) {
            refused(Errno.EEXIST, () -> root.mkdir(name("file"), 0755));
            refused(Errno.EEXIST, () -> root.create(name("file"), OpenFlags.EXCLUSIVE, 0644));
            refused(Errno.EISDIR, () -> root.openFile(0));
        }
        assertThat(descriptors()).as("after failures").isEqualTo(before);
    }

    private long descriptors() throws IOException {
        Path top = folder.toRealPath();
        return OpenDescriptors.count(target -> target.startsWith(top));
    }

    @ParameterizedTest
    @EnumSource
    void extendedAttributesAreKept(Way way) throws Exception {
        open(way);
        CreatedFile made = root.create(name("file"), OpenFlags.READ_WRITE, 0600);
        FileNode node = closed(made.node());
        closed(made.file());
        byte[] large = new byte[3000];
        large[2999] = 7;
        try {
            node.setXattr(name("user.small"), name("value"), XattrExistence.ANY);
        } catch (FileException none) {
            Assumptions.assumeTrue(none.errno() != Errno.EOPNOTSUPP, "skipped: no attributes in this file system");
        }
        node.setXattr(name("user.large"), large, XattrExistence.ABSENT);
        assertThat(node.getXattr(name("user.small"))).isEqualTo(name("value"));
        assertThat(node.getXattr(name("user.large"))).isEqualTo(large);
        assertThat(node.listXattrs()).contains(name("user.small"), name("user.large"));
        refused(Errno.EEXIST, () -> node.setXattr(name("user.small"), large, XattrExistence.ABSENT));
        refused(Errno.ENODATA, () -> node.setXattr(name("user.none"), large, XattrExistence.PRESENT));
        refused(Errno.ENODATA, () -> node.getXattr(name("user.none")));
        refused(Errno.ERANGE, () -> node.getXattr(name("user." + "x".repeat(300))));
        refused(Errno.E2BIG, () -> node.setXattr(name("user.huge"), new byte[65537], XattrExistence.ANY));
        node.removeXattr(name("user.small"));
        assertThat(node.listXattrs()).doesNotContain(name("user.small"));
    }

    @ParameterizedTest
    @EnumSource
    void locksOfOpenFilesExcludeOneAnother(Way way) throws Exception {
        Files.createFile(folder.resolve("file"));
        open(way);
        FileNode node = closed(root.lookup(name("file")));
        OpenFile one = closed(node.openFile(OpenFlags.READ_WRITE));
        OpenFile other = closed(node.openFile(OpenFlags.READ_WRITE));
        assertThat(one.tryLock(new LockRange(0, 10, true))).isTrue();
        assertThat(other.tryLock(new LockRange(5, 1, false))).isFalse();
        assertThat(other.conflict(new LockRange(5, 0, false))).contains(new LockRange(0, 10, true));
        assertThat(other.tryLock(new LockRange(10, 0, true))).isTrue();
        one.unlock(0, 5);
        assertThat(other.tryLock(new LockRange(0, 5, false))).isTrue();
        one.close();
        assertThat(other.tryLock(new LockRange(0, 0, true))).isTrue();
        OpenFile reader = closed(node.openFile(OpenFlags.READ_ONLY));
        refused(Errno.EBADF, () -> reader.tryLock(new LockRange(100, 1, true)));
        refused(Errno.EINVAL, () -> other.tryLock(new LockRange(-1, 1, true)));
    }

    @ParameterizedTest
    @EnumSource
    void aFolderIsReadFromAnyCookieWhileItChanges(Way way) throws Exception {
        for (int i = 0; i < 2000; i++) {
            Files.createFile(folder.resolve("name-" + i));
        }
        open(way);
        OpenDirectory directory = closed(root.openDirectory());
        List<String> seen = new ArrayList<>();
        long[] cookie = {OpenDirectory.START};
        int before;
        do {
            before = seen.size();
            int[] left = {7};
            directory.read(cookie[0], entry -> {
                if (left[0]-- == 0) {
                    return false;
                }
                seen.add(new String(entry.name(), StandardCharsets.UTF_8));
                cookie[0] = entry.cookie();
                return true;
            });
            if (seen.size() % 14 == 0) {
                Files.deleteIfExists(folder.resolve(seen.get(seen.size() - 1)));
            }
        } while (seen.size() > before);
        assertThat(seen).hasSize(2002).doesNotHaveDuplicates().contains(".", "..");
        List<String> again = new ArrayList<>();
        try (OpenDirectory second = root.openDirectory()) {
            second.read(OpenDirectory.START, entry -> again.add(new String(entry.name(), StandardCharsets.UTF_8)));
        }
        assertThat(again).isSubsetOf(seen);
    }

    @ParameterizedTest
    @EnumSource
    void aFullFileSystemSaysSo(Way way) throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        Process mount = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "none", small.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Assumptions.assumeTrue(
                mount.waitFor(10, TimeUnit.SECONDS) && mount.exitValue() == 0, "skipped: mounting needs a privilege");
        try {
            open(way);
            try (FileNode full = root.lookup(name("small"))) {
                CreatedFile made = full.create(name("file"), OpenFlags.WRITE_ONLY, 0600);
                try (OpenFile file = made.file();
                        FileNode node = made.node()) {
                    ByteBuffer much = ByteBuffer.allocateDirect(100_000);
                    assertThat(file.write(0, much))
                            .as("as far as there is room")
                            .isEqualTo(65536);
                    refused(Errno.ENOSPC, () -> file.write(65536, much.clear()));
                    assertThat(node.stat().size()).isEqualTo(65536);
                    assertThat(node.statFileSystem().freeBlocks()).isZero();
                }
            }
        } finally {
            new ProcessBuilder("umount", small.toString()).start().waitFor();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFolderSwappedForALinkNeverLeadsOut(Way way, @TempDir Path outside) throws Exception {
        Files.writeString(outside.resolve("file"), "outside");
        Files.writeString(Files.createDirectory(folder.resolve("real")).resolve("file"), "inside");
        Files.createSymbolicLink(folder.resolve("way-out"), outside);
        open(way);
        AtomicBoolean ends = new AtomicBoolean();
        Thread swapper = new Thread(() -> swap(ends));
        swapper.start();
        int reached = 0;
        try {
            for (int i = 0; i < 20_000; i++) {
                try (FileNode dir = root.lookup(name("name"));
                        FileNode node = dir.lookup(name("file"));
                        OpenFile file = node.openFile(0)) {
                    assertThat(read(file)).isEqualTo("inside");
                    reached++;
                } catch (FileException refused) {
                    assertThat(refused.errno()).isIn(Errno.ENOENT, Errno.ENOTDIR);
                }
            }
        } finally {
            ends.set(true);
            swapper.join();
        }
        assertThat(reached).as("times the folder was a folder").isPositive();
    }

    private void swap(AtomicBoolean ends) {
        Path shown = folder.resolve("name");
        try {
            while (!ends.get()) {
                for (String each : List.of("real", "way-out")) {
                    Files.move(folder.resolve(each), shown);
                    Files.move(shown, folder.resolve(each));
                }
            }
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
