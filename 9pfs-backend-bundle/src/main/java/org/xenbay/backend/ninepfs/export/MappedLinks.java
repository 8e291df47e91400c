// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.CreatedFile;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.OpenFlags;

/** Symbolic links of a mapped model: regular files on the host, whose content is the link's target. */
final class MappedLinks {

    private static final int MAX_TARGET = 4096;

    private final MappedStore store;
    /** Counts the bytes of links, in a share with a quota. */
    private volatile @Nullable SizeChanges sizes;

    MappedLinks(MappedStore store) {
        this.store = store;
    }

    void countWith(SizeChanges counting) {
        sizes = counting;
    }

    /** @throws FileException ENOENT, ENAMETOOLONG */
    static void check(byte[] target) throws FileException {
        if (target.length == 0 || target.length >= MAX_TARGET) {
            throw new FileException(target.length == 0 ? Errno.ENOENT : Errno.ENAMETOOLONG, "creation of a link");
        }
    }

    /** @return the file of a new link */
    FileNode create(PathEntry folder, byte[] name, byte[] target, int permissions) throws FileException {
        CreatedFile made = folder.node().create(name, OpenFlags.WRITE_ONLY | OpenFlags.EXCLUSIVE, permissions);
        try (OpenFile file = made.file()) {
            ByteBuffer content =
                    ByteBuffer.allocateDirect(target.length).put(target).flip();
            if (write(made.node(), file, content) < target.length) {
                throw new FileException(Errno.ENOSPC, "creation of a link");
            }
            return made.node();
        } catch (FileException failed) {
            made.node().close();
            folder.node().unlink(name);
            throw failed;
        }
    }

    /** The quota has room for the target already. The guest may have opened the file by now, unless loads wait for changes. */
    private int write(FileNode made, OpenFile file, ByteBuffer content) throws FileException {
        SizeChanges counting = sizes;
        return counting == null || store.loadsWaitForChanges()
                ? file.write(0, content)
                : counting.changeWithin(
                        content.remaining(), FileId.of(made.stat()), file::stat, () -> file.write(0, content));
    }

    /** @return the target of a link, which may also be one of the host's own */
    static byte[] read(FileNode link) throws FileException {
        if (!link.stat().isRegular()) {
            return link.readLink();
        }
        ByteBuffer content = ByteBuffer.allocateDirect(MAX_TARGET);
        try (OpenFile file = link.openFile(OpenFlags.READ_ONLY)) {
            byte[] target = new byte[file.read(0, content)];
            content.flip().get(target);
            return Arrays.copyOf(target, target.length);
        }
    }
}
