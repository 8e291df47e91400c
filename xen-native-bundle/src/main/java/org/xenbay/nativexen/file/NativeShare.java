package org.xenbay.nativexen.file;

import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.Share;

/** A shared folder; what its nodes have in common. */
final class NativeShare implements Share {

    private final FileAbi abi;
    private final Resolver resolver;
    private final Descriptor folder;

    /** @param folder opened with O_PATH */
    NativeShare(FileAbi abi, Resolver resolver, Descriptor folder) {
        this.abi = abi;
        this.resolver = resolver;
        this.folder = folder;
    }

    FileAbi abi() {
        return abi;
    }

    Resolver resolver() {
        return resolver;
    }

    @Override
    public FileNode root() throws FileException {
        return new NativeFileNode(this, folder.share());
    }

    @Override
    public void close() {
        folder.close();
    }
}
