// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import org.jspecify.annotations.Nullable;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;

/** Keeps {@link Mapped} values of files in QEMU's forms, so that QEMU can use the same share. */
interface MappedStore {

    /** @return the values of a file */
    Mapped load(PathEntry entry) throws FileException;

    /**
     * Keeps values of a file; attributes that the values do not have stay unchanged.
     *
     * @param folder its folder; a share's root has none
     * @param name its name there
     * @param node the file
     */
    void save(@Nullable PathEntry folder, byte[] name, FileNode node, Mapped values) throws FileException;

    /** @return whether a name is this store's own, which guests must not see */
    boolean isOwn(byte[] name);

    /** A file got another name. */
    default void moved(PathEntry folder, byte[] name, PathEntry newFolder, byte[] newName) throws FileException {}

    /** A file got a further name. */
    default void linked(PathEntry target, PathEntry folder, byte[] name) throws FileException {}

    /** A name was removed. */
    default void removed(PathEntry folder, byte[] name) throws FileException {}

    /** A change of names on the host and of their stored values. */
    @FunctionalInterface
    interface Change<T> {
        T run() throws FileException;
    }

    /** Runs a change. Where values are stored by names, no other change runs in between. */
    default <T> T change(Change<T> change) throws FileException {
        return change.run();
    }

    /** @return whether {@link #load} waits while a {@link #change} is under way */
    default boolean loadsWaitForChanges() {
        return false;
    }

    /**
     * Runs a change that needs an empty folder. The store's own files are moved out of the folder before the change, and back
     * when the change fails.
     */
    default void withEmpty(PathEntry folder, byte[] name, Change<?> change) throws FileException {
        change.run();
    }
}
