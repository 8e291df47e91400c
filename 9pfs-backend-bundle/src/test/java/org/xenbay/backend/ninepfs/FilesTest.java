// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xenbay.backend.ninepfs.Host.refused;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.xenbay.api.file.Errno;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;
import org.xenbay.frontend.ninep.NinePClient.Entry;

/** Messages of 9P2000.L on files: bytes, attributes, lists; and the rules of a share. */
class FilesTest extends Mounted {

    private static final int SETATTR = 26;
    private static final int XATTRWALK = 30;
    private static final int XATTRCREATE = 32;
    private static final int FSYNC = 50;

    @Test
    void aFileIsCreatedWithItsPermissionsAndOwnerWhateverTheUmaskIs() throws Exception {
        Host.assumeRoot();
        int fid = client.walk(root);
        client.create(fid, "file", READ_WRITE, 0666, 1234);
        assertThat(Files.getAttribute(folder.resolve("file"), "unix:mode")).isEqualTo(0100666);
        assertThat(Files.getAttribute(folder.resolve("file"), "unix:gid")).isEqualTo(1234);
        client.mkdir(root, "dir", 01777, 5);
        assertThat(Files.getAttribute(folder.resolve("dir"), "unix:mode")).isEqualTo(041777);
        int other = client.attach(77, "");
        client.create(other, "suid", READ_WRITE, 04755, 88);
        assertThat(Files.getAttribute(folder.resolve("suid"), "unix:mode")).isEqualTo(0104755);
        assertThat(Files.getAttribute(folder.resolve("suid"), "unix:uid")).isEqualTo(77);
    }

    @Test
    void createOpensAnExistingFileUnlessANewOneIsAskedFor() throws Exception {
        Files.writeString(folder.resolve("file"), "old");
        Files.setPosixFilePermissions(folder.resolve("file"), PosixFilePermissions.fromString("rw-r-----"));
        int fid = client.walk(root);
        client.create(fid, "file", READ_WRITE, 0777, 0);
        assertThat(client.read(fid, 0, 10)).isEqualTo("old".getBytes(StandardCharsets.US_ASCII));
        assertThat(Files.getAttribute(folder.resolve("file"), "unix:mode")).isEqualTo(0100640);
        refused(Errno.EEXIST, () -> client.create(client.walk(root), "file", READ_WRITE | 0200, 0777, 0));
    }

    @Test
    void anUnlinkedFileThatIsOpenStaysUsable() throws Exception {
        int file = create("file");
        client.unlinkat(root, "file", 0);
        client.write(file, 0, new byte[] {1, 2, 3});
        assertThat(client.read(file, 0, 10)).containsExactly(1, 2, 3);
        assertThat(client.getattr(file).getLong(12)).as("links").isZero();
        client.call(setattr(file, 8, 0, 0, 0, 1, 0, 0, 0, 0));
        assertThat(client.read(file, 0, 10)).containsExactly(1);
        int again = client.walk(file);
        client.open(again, 0);
        assertThat(client.read(again, 0, 10)).containsExactly(1);
    }

    private static Message setattr(
            int fid, int valid, int mode, int uid, int gid, long size, long as, long an, long ms, long mn) {
        return new Message(SETATTR)
                .u32(fid)
                .u32(valid)
                .u32(mode)
                .u32(uid)
                .u32(gid)
                .u64(size)
                .u64(as)
                .u64(an)
                .u64(ms)
                .u64(mn);
    }

    @Test
    void attributesAreSet() throws Exception {
        Host.assumeRoot();
        Path file = folder.resolve("file");
        Files.write(file, new byte[100]);
        int fid = client.walk(root, "file");
        client.call(setattr(fid, 1 | 2 | 4, 06711, 10, 20, 0, 0, 0, 0, 0));
        assertThat(Files.getAttribute(file, "unix:mode"))
                .as("set-id bits outlast the new owner")
                .isEqualTo(0106711);
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(10);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(20);
        client.call(setattr(fid, 8 | 0x20 | 0x100, 0, 0, 0, 7, 0, 0, 1_000_000_000, 5_000));
        assertThat(Files.size(file)).isEqualTo(7);
        assertThat(Files.getLastModifiedTime(file))
                .isEqualTo(FileTime.from(Instant.ofEpochSecond(1_000_000_000, 5_000)));
        var attributes = client.getattr(fid);
        assertThat(attributes.getLong(28)).as("size").isEqualTo(7);
        assertThat(attributes.getLong(68)).as("seconds").isEqualTo(1_000_000_000);
        Files.createSymbolicLink(folder.resolve("link"), Path.of("file"));
        int link = client.walk(root, "link");
        refused(Errno.EOPNOTSUPP, () -> client.call(setattr(link, 1, 0600, 0, 0, 0, 0, 0, 0, 0)));
        client.call(setattr(link, 2, 0, 99, 0, 0, 0, 0, 0, 0));
        assertThat(Files.getAttribute(folder.resolve("link"), "unix:uid", LinkOption.NOFOLLOW_LINKS))
                .isEqualTo(99);
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(10);
    }

    @Test
    void eachEntryOfALargeFolderIsReadOnceWhileTheFolderChanges() throws Exception {
        for (int i = 0; i < 3000; i++) {
            Files.createFile(folder.resolve("stays-" + i));
            Files.createFile(folder.resolve("goes-" + i));
        }
        int dir = client.walk(root);
        client.open(dir, 0);
        List<String> seen = new ArrayList<>();
        long cookie = 0;
        List<Entry> entries = client.readdir(dir, cookie, 3000);
        while (!entries.isEmpty()) {
            for (Entry entry : entries) {
                seen.add(entry.name());
                cookie = entry.cookie();
                if (entry.name().startsWith("goes-")) {
                    client.unlinkat(root, entry.name(), 0);
                }
            }
            entries = client.readdir(dir, cookie, 3000);
        }
        assertThat(seen).doesNotHaveDuplicates().contains(".", "..");
        assertThat(seen.stream().filter(name -> name.startsWith("stays-"))).hasSize(3000);
        try (var left = Files.list(folder)) {
            assertThat(left).hasSize(3000);
        }
        assertThat(client.readdir(dir, 0, 3000)).as("from its start again").isNotEmpty();
        refused(Errno.EINVAL, () -> client.readdir(dir, 0, 5));
    }

    @Test
    void extendedAttributesAreWrittenListedReadAndRemoved() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        setXattr("user.one", "value".getBytes(StandardCharsets.US_ASCII), 0);
        setXattr("user.two", new byte[3000], 1);
        assertThat(new TreeSet<>(view.list())).containsExactly("one", "two");
        int list = client.freshFid();
        long size = client.call(new Message(XATTRWALK)
                        .u32(client.walk(root, "file"))
                        .u32(list)
                        .string(""))
                .body()
                .getLong();
        assertThat(new String(client.read(list, 0, 1000), StandardCharsets.US_ASCII).split("\0"))
                .contains("user.one", "user.two");
        assertThat(client.read(list, 0, 1000)).hasSize((int) size);
        assertThat(client.read(list, size, 1000)).isEmpty();
        int value = client.freshFid();
        client.call(
                new Message(XATTRWALK).u32(client.walk(root, "file")).u32(value).string("user.one"));
        assertThat(new String(client.read(value, 1, 3), StandardCharsets.US_ASCII))
                .isEqualTo("alu");
        setXattr("user.one", new byte[0], 2);
        assertThat(view.list()).containsExactly("two");
        refused(Errno.EEXIST, () -> setXattr("user.two", new byte[1], 1));
        refused(Errno.ENODATA, () -> setXattr("user.three", new byte[1], 2));
        refused(
                Errno.E2BIG,
                () -> client.call(new Message(XATTRCREATE)
                        .u32(client.walk(root, "file"))
                        .string("user.big")
                        .u64(65537)
                        .u32(0)));
    }

    private void setXattr(String name, byte[] value, int flags) {
        int fid = client.walk(root, "file");
        client.call(
                new Message(XATTRCREATE).u32(fid).string(name).u64(value.length).u32(flags));
        if (value.length > 0) {
            client.write(fid, 0, value);
        }
        client.clunk(fid);
    }

    @Test
    void syncAndFileSystemsAttributesAreAnswered() throws Exception {
        int file = create("file");
        client.call(new Message(FSYNC).u32(file).u32(1));
        client.call(new Message(FSYNC).u32(file));
        var statfs = client.call(new Message(8).u32(root)).body();
        assertThat(statfs.getInt(4 + 7)).as("block size").isPositive();
        assertThat(statfs.getLong(8 + 7)).as("blocks").isPositive();
    }

    @Test
    void aShareForReadingOnlyIsNotChanged() throws Exception {
        Files.writeString(folder.resolve("file"), "text");
        Host.Share share = host.share("9pfs", 1, 4, Map.of("readonly", "1"));
        NinePClient reader = share.client();
        int top = share.mount();
        int file = reader.walk(top, "file");
        refused(Errno.EROFS, () -> reader.open(file, READ_WRITE));
        refused(Errno.EROFS, () -> reader.open(file, 01000));
        refused(Errno.EROFS, () -> reader.unlinkat(top, "file", 0));
        refused(Errno.EROFS, () -> reader.mkdir(top, "dir", 0755, 0));
        refused(Errno.EROFS, () -> reader.create(reader.walk(top), "new", 0, 0644, 0));
        refused(Errno.EROFS, () -> reader.call(setattr(file, 1, 0600, 0, 0, 0, 0, 0, 0, 0)));
        reader.open(file, 0);
        assertThat(reader.read(file, 0, 10)).hasSize(4);
    }

    @Test
    void rootIsSquashedWhereAsked() throws Exception {
        Host.assumeRoot();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        Host.Share share = host.share("9pfs", 1, 4, Map.of("squash", "root", "squash-uid", "500", "squash-gid", "600"));
        int top = share.mount();
        share.client().mkdir(top, "dir", 0755, 0);
        assertThat(Files.getAttribute(folder.resolve("dir"), "unix:uid")).isEqualTo(500);
        assertThat(Files.getAttribute(folder.resolve("dir"), "unix:gid")).isEqualTo(600);
        share.client().create(share.client().attach(7, ""), "file", READ_WRITE, 0644, 8);
        assertThat(Files.getAttribute(folder.resolve("file"), "unix:uid")).isEqualTo(7);
    }
}
