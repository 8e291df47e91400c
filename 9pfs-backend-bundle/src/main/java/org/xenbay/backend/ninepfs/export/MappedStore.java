// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;

/** Where {@link Mapped} values are kept. The forms are QEMU's, so that shares can be used by either. */
interface MappedStore {

    /** @return what is kept of a file */
    Mapped load(PathEntry entry) throws FileException;

    /**
     * Keeps values of a file, others stay.
     *
     * @param folder where it is; null for the root
     * @param name its name there
     * @param node it
     */
    void save(PathEntry folder, byte[] name, FileNode node, Mapped values) throws FileException;

    /** @return whether a name is this store's own, and not to be seen by guests */
    boolean isOwn(byte[] name);

    /** A file got another name. */
    default void moved(PathEntry folder, byte[] name, PathEntry newFolder, byte[] newName) throws FileException {}

    /** A file got a further name. */
    default void linked(PathEntry target, PathEntry folder, byte[] name) throws FileException {}

    /** A name is gone. */
    default void removed(PathEntry folder, byte[] name) throws FileException {}

    /** A change of names on the host, and of what is kept of them. */
    @FunctionalInterface
    interface Change<T> {
        T run() throws FileException;
    }

    /** Runs a change with no other one between its parts, where values are kept by names. */
    default <T> T change(Change<T> change) throws FileException {
        return change.run();
    }

    /** @return whether values of a file are not given while a {@link #change} of it is under way */
    default boolean loadsWaitForChanges() {
        return false;
    }

    /**
     * Runs a change that needs a folder to be empty: what is kept in it is no reason against it, and stays there when the
     * change fails.
     */
    default void withEmpty(PathEntry folder, byte[] name, Change<?> change) throws FileException {
        change.run();
    }
}
