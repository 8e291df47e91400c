// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.file.Errno;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;

/** The metadata files of {@code mapped-file}, for unusual names and for changes that fail. */
class MappedFilesTest extends ServedFolder {

    private static final int READ_WRITE = 2;
    private static final int RENAMEAT = 74;
    private static final int REMOVE_DIRECTORY = 0x200;

    private NinePClient client;
    private int root;

    @BeforeEach
    void mount() throws Exception {
        Host.Share share = shareWithModel("mapped-file");
        client = share.client();
        root = share.mount();
    }

    private int create(int parent, String name) {
        int fid = client.walk(parent);
        client.create(fid, name, READ_WRITE, 0640, 0);
        return fid;
    }

    /**
     * The long s, the soft hyphen and a combining mark. Folders that ignore case replace such characters by others, or leave them
     * out.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                ".virtfs_metadata",
                ".VIRTFS_METADATA",
                ".Virtfs_Metadata_Root",
                ".virtf\u017F_metadata",
                ".virt\u00ADfs_metadata",
                "\u200B.virtfs_metadata",
                ".virtfs_metadata\uFE0F",
                ".v\u0131\u0307rtfs_metadata.virtfs",
                "\uFF0Evirtfs_metadata",
                ".virtfs_metadata.",
                ".virtfs_metadata. .",
                ".virtfs_metadata.removed.12-3",
                "VIRTFS~1",
                "vi12af~1"
            })
    void aNameThatTheHostMayTakeForTheServersOwnIsRefusedAndHidden(String name) throws Exception {
        boolean other = name.endsWith(".virtfs");
        if (other) {
            create(root, name);
        } else {
            Host.refused(Errno.EINVAL, () -> create(root, name));
            Host.refused(Errno.EINVAL, () -> client.walk(root, name));
            Files.createDirectories(folder.resolve(name));
        }
        int dir = client.walk(root);
        client.open(dir, 0);
        List<String> shown = client.readdir(dir, 0, 4096).stream()
                .map(entry -> new String(entry.name().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                .filter(each -> !each.startsWith("..") && each.length() > 1)
                .toList();
        assertThat(shown).hasSize(other ? 1 : 0);
    }

    @Test
    void aFolderThatIsNotRemovedKeepsTheMetadataOfItsFiles() throws Exception {
        client.mkdir(root, "dir", 0755, 0);
        int dir = client.walk(root, "dir");
        client.clunk(create(dir, "left"));
        Path side = folder.resolve("dir/.virtfs_metadata/left");
        String kept = Files.readString(side);
        // The guest does not see the file. The host does not remove a folder that has a file.
        Files.delete(folder.resolve("dir/left"));
        Files.createFile(folder.resolve("dir/.VIRTFS_METADATA"));
        Host.refused(Errno.ENOTEMPTY, () -> client.unlinkat(root, "dir", REMOVE_DIRECTORY));
        assertThat(side).hasContent(kept);
        Files.delete(folder.resolve("dir/.VIRTFS_METADATA"));
        client.unlinkat(root, "dir", REMOVE_DIRECTORY);
        assertThat(folder.resolve("dir")).doesNotExist();
        assertThat(folder.resolve(".virtfs_metadata")).isEmptyDirectory();
    }

    @Test
    void aFolderIsRenamedOverOneInWhichOnlyMetadataIsLeft() throws Exception {
        client.mkdir(root, "one", 0711, 0);
        client.mkdir(root, "two", 0755, 0);
        int two = client.walk(root, "two");
        client.clunk(create(two, "file"));
        client.unlinkat(two, "file", 0);
        client.call(new Message(RENAMEAT).u32(root).string("one").u32(root).string("two"));
        assertThat(client.getattr(client.walk(root, "two")).getInt(0)).isEqualTo(040711);
        assertThat(folder.resolve("two")).isEmptyDirectory();
    }
}
