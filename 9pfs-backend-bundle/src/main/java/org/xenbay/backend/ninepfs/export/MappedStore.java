package org.xenbay.backend.ninepfs.export;

import java.util.List;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.XattrExistence;

/** Where {@link Mapped} values are kept. The forms are QEMU's, so that shares can be used by either. */
interface MappedStore {

    /** @return what is kept of a file */
    Mapped load(Place place) throws FileException;

    /**
     * Keeps values of a file, others stay.
     *
     * @param folder where it is; null for the root
     * @param name its name there
     * @param node it
     */
    void save(Place folder, byte[] name, FileNode node, Mapped values) throws FileException;

    /** @return whether a name is this store's own, and not to be seen by guests */
    boolean isOwn(byte[] name);

    /** A file got another name. */
    default void moved(Place folder, byte[] name, Place newFolder, byte[] newName) throws FileException {}

    /** A file got a further name. */
    default void linked(Place target, Place folder, byte[] name) throws FileException {}

    /** A name is gone. */
    default void removed(Place folder, byte[] name) throws FileException {}

    /** A folder is about to be removed: what is kept in it is no reason against it. */
    default void empty(Place folder, byte[] name) throws FileException {}

    default byte[] getXattr(FileNode node, byte[] name) throws FileException {
        return node.getXattr(name);
    }

    default void setXattr(FileNode node, byte[] name, byte[] value, XattrExistence existence) throws FileException {
        node.setXattr(name, value, existence);
    }

    default void removeXattr(FileNode node, byte[] name) throws FileException {
        node.removeXattr(name);
    }

    default List<byte[]> listXattrs(FileNode node) throws FileException {
        return node.listXattrs();
    }
}
