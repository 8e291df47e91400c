// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xenbay.backend.ninepfs.Host.refused;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.xenbay.api.file.Errno;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient.Entry;
import org.xenbay.frontend.ninep.NinePClient.Reply;

/** Messages of 9P2000.L on names: links, renames, removals, walks. */
class NamesTest extends Mounted {

    private static final int MKNOD = 18;
    private static final int SYMLINK = 16;
    private static final int RENAME = 20;
    private static final int READLINK = 22;
    private static final int LINK = 70;
    private static final int RENAMEAT = 74;
    private static final int REMOVE = 122;
    private static final int REMOVE_DIRECTORY = 0x200;

    @Test
    void linksAreMadeReadAndNeverFollowed() throws Exception {
        client.call(new Message(SYMLINK)
                .u32(root)
                .string("link")
                .string("/nowhere/at/all")
                .u32(0));
        assertThat(Files.readSymbolicLink(folder.resolve("link"))).isEqualTo(Path.of("/nowhere/at/all"));
        int link = client.walk(root, "link");
        assertThat(client.call(new Message(READLINK).u32(link)).string()).isEqualTo("/nowhere/at/all");
        refused(Errno.ENOTDIR, () -> client.walk(link, "passwd"));
        refused(Errno.ELOOP, () -> client.open(link, 0));
        refused(Errno.ENOENT, () -> client.walk(root, "link", "passwd"));
    }

    @Test
    void aFurtherNameIsTheSameFile() throws Exception {
        int file = create("one");
        client.call(new Message(LINK).u32(root).u32(file).string("two"));
        assertThat(Files.getAttribute(folder.resolve("two"), "unix:nlink")).isEqualTo(2);
        assertThat(Files.isSameFile(folder.resolve("one"), folder.resolve("two")))
                .isTrue();
        client.mkdir(root, "dir", 0755, 0);
        refused(
                Errno.EPERM,
                () -> client.call(new Message(LINK)
                        .u32(root)
                        .u32(client.walk(root, "dir"))
                        .string("again")));
    }

    @Test
    void specialFilesAreMadeButNotOpened() throws Exception {
        client.call(new Message(MKNOD)
                .u32(root)
                .string("pipe")
                .u32(0010644)
                .u32(0)
                .u32(0)
                .u32(0));
        assertThat(Files.getAttribute(folder.resolve("pipe"), "unix:mode")).isEqualTo(0010644);
        int pipe = client.walk(root, "pipe");
        assertThat(client.getattr(pipe).getInt(0)).isEqualTo(0010644);
        refused(Errno.ENXIO, () -> client.open(pipe, READ_WRITE));
        refused(
                Errno.EINVAL,
                () -> client.call(new Message(MKNOD)
                        .u32(root)
                        .string("odd")
                        .u32(0170644)
                        .u32(0)
                        .u32(0)
                        .u32(0)));
    }

    @Test
    void namesAreMovedAndOpenFilesStayOpen() throws Exception {
        int file = create("old");
        client.write(file, 0, new byte[] {1});
        client.mkdir(root, "dir", 0755, 0);
        int dir = client.walk(root, "dir");
        client.call(new Message(RENAMEAT).u32(root).string("old").u32(dir).string("new"));
        client.write(file, 1, new byte[] {2});
        assertThat(Files.readAllBytes(folder.resolve("dir/new"))).containsExactly(1, 2);
        client.call(new Message(RENAME).u32(file).u32(root).string("back"));
        assertThat(folder.resolve("back")).exists();
        client.call(new Message(REMOVE).u32(file));
        assertThat(folder.resolve("back")).doesNotExist();
        refused(Errno.EBADF, () -> client.read(file, 0, 1));
        refused(
                Errno.EINVAL,
                () -> client.call(
                        new Message(RENAMEAT).u32(root).string("dir").u32(dir).string("in-itself")));
        refused(
                Errno.EBUSY,
                () -> client.call(
                        new Message(RENAMEAT).u32(root).string("..").u32(dir).string("x")));
        refused(Errno.EBUSY, () -> client.call(new Message(REMOVE).u32(client.walk(root))));
    }

    @Test
    void aFileThatAProgramOfTheHostPutInAnothersPlaceIsNotRemoved() throws Exception {
        int file = create("file");
        Files.move(folder.resolve("file"), folder.resolve("elsewhere"));
        Files.createFile(folder.resolve("file"));
        refused(Errno.ENOENT, () -> client.call(new Message(REMOVE).u32(file)));
        assertThat(folder.resolve("file")).exists();
        assertThat(folder.resolve("elsewhere")).exists();
    }

    @Test
    void namesAreRemovedAsUnlinkatDoes() throws Exception {
        create("file");
        client.mkdir(root, "dir", 0755, 0);
        Files.createFile(folder.resolve("dir/inside"));
        refused(Errno.EISDIR, () -> client.unlinkat(root, "dir", 0));
        refused(Errno.ENOTDIR, () -> client.unlinkat(root, "file", REMOVE_DIRECTORY));
        refused(Errno.ENOTEMPTY, () -> client.unlinkat(root, "dir", REMOVE_DIRECTORY));
        refused(Errno.ENOTEMPTY, () -> client.unlinkat(root, "..", REMOVE_DIRECTORY));
        refused(Errno.EINVAL, () -> client.unlinkat(root, ".", REMOVE_DIRECTORY));
        refused(Errno.EINVAL, () -> client.unlinkat(root, "file", 1));
        client.unlinkat(root, "file", 0);
        client.unlinkat(client.walk(root, "dir"), "inside", 0);
        client.unlinkat(root, "dir", REMOVE_DIRECTORY);
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void foldersAboveTheRootAreOutOfReach() throws Exception {
        Files.createDirectories(folder.resolve("a/b"));
        int deep = client.walk(root, "a", "b");
        int up = client.walk(deep, "..", "..", "..", "..", "..");
        assertThat(qid(up)).isEqualTo(qid(root));
        int sub = client.attach(0, "a");
        assertThat(qid(client.walk(sub, "..", ".."))).isEqualTo(qid(sub));
        refused(Errno.ENOENT, () -> client.walk(root, "a/b"));
        refused(Errno.ENOENT, () -> client.walk(root, "../../etc"));
        refused(Errno.ENOENT, () -> client.walk(root, ""));
        refused(Errno.ENAMETOOLONG, () -> client.walk(root, "x".repeat(256)));
        refused(Errno.EEXIST, () -> client.mkdir(root, "..", 0755, 0));
        refused(Errno.EEXIST, () -> client.attach(0, ".."));
        int dir = client.walk(root);
        client.open(dir, 0);
        assertThat(client.readdir(dir, 0, 4096)).extracting(Entry::name).contains("..");
    }

    private long qid(int fid) {
        Reply reply = client.call(new Message(24).u32(fid).u64(0x3FFF));
        reply.body().getLong();
        return reply.qid();
    }

    @Test
    void aPartialWalkGivesQidsAndNoFid() throws Exception {
        Files.createDirectory(folder.resolve("a"));
        int fresh = client.freshFid();
        Message walk = new Message(110).u32(root).u32(fresh).u16(2).string("a").string("none");
        assertThat(client.call(walk).body().getShort()).isEqualTo((short) 1);
        refused(Errno.EBADF, () -> client.clunk(fresh));
    }
}
