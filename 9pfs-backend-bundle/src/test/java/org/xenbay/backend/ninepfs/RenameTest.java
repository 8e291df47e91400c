// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.frontend.ninep.Message;

/** Fids still stand for the same files after the files were renamed. */
class RenameTest extends Mounted {

    private static final int RENAMEAT = 74;
    private static final int RENAME = 20;

    private void rename(int folderFid, String name, int newFolderFid, String newName) {
        client.call(new Message(RENAMEAT)
                .u32(folderFid)
                .string(name)
                .u32(newFolderFid)
                .string(newName));
    }

    @Test
    void manyFidsFollowTheirFileIntoADeepFolder() throws Exception {
        int deep = client.walk(root);
        for (int i = 0; i < 200; i++) {
            client.mkdir(deep, "d", 0755, 0);
            deep = client.walk(deep, "d");
        }
        create("file");
        List<Integer> fids = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            fids.add(client.walk(root, "file"));
        }
        rename(root, "file", deep, "moved");
        int above = client.walk(client.walk(fids.get(0)), "..");
        assertThat(client.walk(above, "moved")).isPositive();
        for (int fid : List.of(fids.get(0), fids.get(1_999))) {
            client.call(new Message(RENAME).u32(fid).u32(root).string("back"));
            assertThat(folder.resolve("back")).exists();
            rename(root, "back", deep, "moved");
        }
    }

    @Test
    void aFolderThatAProgramOfTheHostHasMovedDoesNotBecomeItsOwnFolder() throws Exception {
        client.mkdir(root, "one", 0755, 0);
        int one = client.walk(root, "one");
        client.mkdir(one, "two", 0755, 0);
        int two = client.walk(one, "two");
        // On the host the folder two is still in the folder one.
        Files.move(folder.resolve("one/two"), folder.resolve("two"));
        rename(root, "one", two, "one");
        assertThat(folder.resolve("two/one")).isDirectory();
        client.mkdir(one, "inner", 0755, 0);
        assertThat(folder.resolve("two/one/inner")).isDirectory();
        assertThat(client.walk(one, "..", "..", "..")).isPositive();
    }
}
