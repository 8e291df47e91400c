// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.file.Errno;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;
import org.xenbay.frontend.ninep.NinePClient.Entry;

/** For each security model, the files that a guest sees, and the files on the host. */
class SecurityModelsTest extends ServedFolder {

    private static final int READ_WRITE = 2;
    private static final int MKNOD = 18;
    private static final int SYMLINK = 16;
    private static final int READLINK = 22;
    private static final int SETATTR = 26;
    private static final int RENAMEAT = 74;
    private static final int LINK = 70;
    private static final int REMOVE_DIRECTORY = 0x200;

    private NinePClient client;
    private int root;

    private void mount(String model) throws Exception {
        Host.Share share = shareWithModel(model);
        client = share.client();
        root = share.mount();
    }

    private int mode(String... names) {
        return client.getattr(client.walk(root, names)).getInt(0);
    }

    private int uid(String... names) {
        return client.getattr(client.walk(root, names)).getInt(4);
    }

    private int gid(String... names) {
        return client.getattr(client.walk(root, names)).getInt(8);
    }

    private List<String> list() {
        int dir = client.walk(root);
        client.open(dir, 0);
        return client.readdir(dir, 0, 4096).stream()
                .map(Entry::name)
                .filter(name -> !name.startsWith(".."))
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "passthrough", "mapped-xattr", "mapped", "mapped-file"})
    void aGuestSeesWhatItMade(String model) throws Exception {
        mount(model);
        int user = client.attach(1000, "");
        client.mkdir(user, "dir", 02755, 1001);
        int file = client.walk(user, "dir");
        client.create(file, "file", READ_WRITE, 04711, 1002);
        assertThat(mode("dir", "file")).isEqualTo(0104711);
        client.write(file, 0, new byte[] {1, 2, 3});
        client.call(
                new Message(SYMLINK).u32(user).string("link").string("dir/file").u32(1003));
        client.call(new Message(MKNOD)
                .u32(user)
                .string("pipe")
                .u32(0010600)
                .u32(0)
                .u32(0)
                .u32(1004));
        assertThat(mode("dir")).isEqualTo(042755);
        assertThat(gid("dir")).isEqualTo(1001);
        assertThat(mode("dir", "file")).as("after the write of a user").isEqualTo(0100711);
        assertThat(uid("dir", "file")).isEqualTo(1000);
        assertThat(gid("dir", "file")).isEqualTo(1002);
        assertThat(mode("link")).isEqualTo(0120777);
        assertThat(uid("link")).isEqualTo(1000);
        assertThat(client.call(new Message(READLINK).u32(client.walk(root, "link")))
                        .string())
                .isEqualTo("dir/file");
        assertThat(mode("pipe")).isEqualTo(0010600);
        assertThat(list()).containsExactly(".", "dir", "link", "pipe");
        Host.refused(Errno.ELOOP, () -> client.open(client.walk(root, "link"), 0));
        Host.refused(Errno.ENXIO, () -> client.open(client.walk(root, "pipe"), 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "passthrough", "mapped-xattr", "mapped-file"})
    void attributesFollowTheirFileToAnyName(String model) throws Exception {
        mount(model);
        client.mkdir(root, "dir", 0700, 0);
        int file = client.walk(root);
        client.create(file, "file", READ_WRITE, 0600, 0);
        client.call(setattr(file, 1 | 2 | 4, 0640, 50, 60));
        client.call(new Message(RENAMEAT)
                .u32(root)
                .string("file")
                .u32(client.walk(root, "dir"))
                .string("moved"));
        assertThat(mode("dir", "moved")).isEqualTo(0100640);
        assertThat(uid("dir", "moved")).isEqualTo(50);
        assertThat(client.getattr(file).getInt(0))
                .as("by the fid that was there before")
                .isEqualTo(0100640);
        client.call(new Message(LINK)
                .u32(root)
                .u32(client.walk(root, "dir", "moved"))
                .string("second"));
        assertThat(mode("second")).isEqualTo(0100640);
        assertThat(gid("second")).isEqualTo(60);
        client.call(setattr(root, 1, 0751, 0, 0));
        assertThat(mode()).isEqualTo(040751);
        client.unlinkat(client.walk(root, "dir"), "moved", 0);
        client.unlinkat(root, "dir", REMOVE_DIRECTORY);
        client.unlinkat(root, "second", 0);
        assertThat(list()).containsExactly(".");
    }

    private static Message setattr(int fid, int valid, int mode, int uid, int gid) {
        Message message =
                new Message(SETATTR).u32(fid).u32(valid).u32(mode).u32(uid).u32(gid);
        for (int i = 0; i < 5; i++) {
            message.u64(0);
        }
        return message;
    }

    @Test
    void mappedXattrsAreThoseThatQemuWrites() throws Exception {
        mount("mapped-xattr");
        client.call(new Message(MKNOD)
                .u32(client.attach(7, ""))
                .string("disk")
                .u32(0060640)
                .u32(8)
                .u32(1)
                .u32(6));
        Path disk = folder.resolve("disk");
        assertThat(Files.getAttribute(disk, "unix:mode")).isEqualTo(0100600);
        assertThat(Files.getAttribute(disk, "unix:uid")).isEqualTo(uidOfThisProcess());
        assertThat(number(disk, "virtfs.uid")).isEqualTo(7);
        assertThat(number(disk, "virtfs.gid")).isEqualTo(6);
        assertThat(number(disk, "virtfs.mode")).isEqualTo(0060640);
        assertThat(number(disk, "virtfs.rdev")).isEqualTo(0x801);
        int list = client.freshFid();
        client.call(new Message(30).u32(client.walk(root, "disk")).u32(list).string(""));
        assertThat(new String(client.read(list, 0, 1000))).doesNotContain("virtfs");
        Host.refused(
                Errno.ENODATA,
                () -> client.call(new Message(30)
                        .u32(client.walk(root, "disk"))
                        .u32(client.freshFid())
                        .string("user.virtfs.uid")));
    }

    private Object uidOfThisProcess() throws Exception {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    private static long number(Path file, String name) throws Exception {
        UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        ByteBuffer value = ByteBuffer.allocate(view.size(name)).order(ByteOrder.LITTLE_ENDIAN);
        view.read(name, value);
        value.flip();
        return value.limit() == 8 ? value.getLong() : value.getInt();
    }

    @Test
    void mappedXattrsThatQemuLeftAreUnderstood() throws Exception {
        Path link = Files.writeString(folder.resolve("link"), "some/where");
        UserDefinedFileAttributeView view = Files.getFileAttributeView(link, UserDefinedFileAttributeView.class);
        view.write("virtfs.mode", ByteBuffer.wrap(new byte[] {(byte) 0xFF, (byte) 0xA1, 0, 0}));
        view.write("virtfs.uid", ByteBuffer.wrap(new byte[] {5, 1, 0, 0}));
        mount("mapped");
        assertThat(mode("link")).isEqualTo(0120777);
        assertThat(uid("link")).isEqualTo(0x105);
        assertThat(client.call(new Message(READLINK).u32(client.walk(root, "link")))
                        .string())
                .isEqualTo("some/where");
    }

    @Test
    void mappedFilesAreThoseThatQemuWritesAndGuestsDoNotSeeThem() throws Exception {
        mount("mapped-file");
        client.create(client.attach(7, ""), "file", READ_WRITE, 0644, 8);
        Path side = folder.resolve(".virtfs_metadata/file");
        assertThat(side).hasContent("virtfs.uid=7\nvirtfs.gid=8\nvirtfs.mode=" + 0100644 + "\n");
        assertThat(Files.getAttribute(side, "unix:mode")).isEqualTo(0100600);
        assertThat(Files.getAttribute(side.getParent(), "unix:mode")).isEqualTo(040700);
        assertThat(list()).containsExactly(".", "file");
        Host.refused(Errno.EINVAL, () -> client.walk(root, ".virtfs_metadata"));
        Host.refused(Errno.EINVAL, () -> client.mkdir(root, ".virtfs_metadata_root", 0755, 0));
        client.call(setattr(root, 2, 0, 9, 0));
        assertThat(folder.resolve(".virtfs_metadata_root")).hasContent("virtfs.uid=9\n");
        client.unlinkat(root, "file", 0);
        assertThat(side).doesNotExist();
    }
}
