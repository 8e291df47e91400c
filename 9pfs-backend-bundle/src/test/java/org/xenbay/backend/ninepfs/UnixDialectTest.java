// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.file.Errno;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;
import org.xenbay.frontend.ninep.NinePClient.Reply;

/** 9P2000.u, the dialect of Mini-OS's frontend and of old clients. */
class UnixDialectTest extends ServedFolder {

    private static final int OPEN = 112;
    private static final int CREATE = 114;
    private static final int STAT = 124;
    private static final int WSTAT = 126;
    private static final int DIRECTORY = 0x80000000;
    private static final int SYMLINK = 0x02000000;
    private static final int KEEP = -1;

    private NinePClient client;
    private int root;

    @BeforeEach
    void mount() throws InterruptedException {
        client = host.share("xen_9pfs", 1, 3, Map.of()).client();
        assertThat(client.version(8192, "9P2000.u")).isEqualTo("9P2000.u");
        root = client.attach(0, "");
    }

    private void create(int folderFid, String name, int perm, int mode, String extension) {
        client.call(new Message(CREATE)
                .u32(folderFid)
                .string(name)
                .u32(perm)
                .u8(mode)
                .string(extension));
    }

    private void open(int fid, int mode) {
        client.call(new Message(OPEN).u32(fid).u8(mode));
    }

    @Test
    void filesAreCreatedWrittenOpenedAndRead() throws Exception {
        int file = client.walk(root);
        create(file, "file", 0640, 1, "");
        assertThat(client.write(file, 0, "text".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(4);
        client.clunk(file);
        assertThat(folder.resolve("file")).hasContent("text");
        assertThat(Files.getAttribute(folder.resolve("file"), "unix:mode")).isEqualTo(0100640);
        int again = client.walk(root, "file");
        open(again, 0);
        assertThat(client.read(again, 1, 100)).hasSize(3);
        Host.refused(Errno.EINVAL, () -> open(again, 0));
        int cut = client.walk(root, "file");
        open(cut, 1 | 0x10);
        assertThat(folder.resolve("file")).isEmptyFile();
    }

    @Test
    void foldersAndLinksAreMadeAndErrorsHaveLinuxNumbers() {
        int dir = client.walk(root);
        create(dir, "dir", DIRECTORY | 0750, 0, "");
        assertThat(folder.resolve("dir")).isDirectory();
        create(client.walk(root), "link", SYMLINK | 0777, 0, "dir");
        assertThat(folder.resolve("link")).isSymbolicLink();
        Host.refused(Errno.ENOENT, () -> client.walk(root, "none"));
        Host.refused(
                Errno.EOPNOTSUPP, () -> client.call(new Message(24).u32(root).u64(0)));
    }

    /** A stat of 9P2000.u. */
    private record Stat(int mode, long length, String name, String extension, int uid) {

        static Stat read(ByteBuffer bytes) {
            int size = bytes.getShort() & 0xFFFF;
            int end = bytes.position() + size;
            bytes.position(bytes.position() + 2 + 4 + 13);
            int mode = bytes.getInt();
            bytes.getLong();
            long length = bytes.getLong();
            Reply reply = new Reply(bytes);
            String name = reply.string();
            reply.string();
            reply.string();
            reply.string();
            String extension = reply.string();
            int uid = bytes.getInt();
            assertThat(bytes.position()).isEqualTo(end - 8);
            bytes.position(end);
            return new Stat(mode, length, name, extension, uid);
        }
    }

    private Stat stat(int fid) {
        ByteBuffer body = client.call(new Message(STAT).u32(fid)).body();
        assertThat(body.getShort() & 0xFFFF).isEqualTo(body.remaining());
        return Stat.read(body);
    }

    @Test
    void attributesAreReadAndChanged() throws Exception {
        Host.assumeRoot();
        Files.write(folder.resolve("file"), new byte[50]);
        int file = client.walk(root, "file");
        assertThat(stat(file).length()).isEqualTo(50);
        assertThat(stat(file).extension()).isEqualTo("HARDLINKCOUNT 1");
        assertThat(stat(root).mode() & DIRECTORY).isEqualTo(DIRECTORY);
        Message wstat = new Message(WSTAT)
                .u32(file)
                .u16(0)
                .u16(0)
                .u16(0)
                .u32(0)
                .u8(0)
                .u32(0)
                .u64(0);
        wstat.u32(0604).u32(KEEP).u32(1_000_000).u64(20).string("renamed");
        wstat.string("").string("").string("").string("").u32(31).u32(KEEP).u32(KEEP);
        client.call(wstat);
        Path renamed = folder.resolve("renamed");
        assertThat(Files.size(renamed)).isEqualTo(20);
        assertThat(Files.getAttribute(renamed, "unix:mode")).isEqualTo(0100604);
        assertThat(Files.getLastModifiedTime(renamed).toMillis()).isEqualTo(1_000_000_000L);
        assertThat(stat(file).name()).isEqualTo("renamed");
        assertThat(stat(file).uid()).isEqualTo(31);
    }

    @Test
    void aFolderIsReadAsAFileOfStats() throws Exception {
        for (int i = 0; i < 300; i++) {
            Files.createFile(folder.resolve("name-" + i));
        }
        int dir = client.walk(root);
        open(dir, 0);
        for (int pass = 0; pass < 2; pass++) {
            List<String> names = new ArrayList<>();
            long offset = 0;
            byte[] part = client.read(dir, offset, 4000);
            while (part.length > 0) {
                ByteBuffer bytes = ByteBuffer.wrap(part).order(ByteOrder.LITTLE_ENDIAN);
                while (bytes.hasRemaining()) {
                    names.add(Stat.read(bytes).name());
                }
                offset += part.length;
                part = client.read(dir, offset, 4000);
            }
            assertThat(names).hasSize(300).doesNotHaveDuplicates();
        }
        Host.refused(Errno.EINVAL, () -> client.read(dir, 17, 4000));
    }
}
