// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.List;
import org.xenbay.api.file.CreatedFile;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.XattrExistence;

/**
 * How the owners, permissions and types that a guest sees are kept on the host: unchanged, or mapped (xl.cfg's {@code
 * security_model}). Methods fail as those of {@link FileNode} do; several threads may call them.
 */
public interface SecurityModel {

    /**
     * @param entry which file
     * @return its attributes as the guest sees them
     * @throws FileException as {@link FileNode#stat}
     */
    FileStat stat(PathEntry entry) throws FileException;

    /**
     * @param folder where to look
     * @param name the name to look for
     * @return the file; to be closed
     * @throws FileException as {@link FileNode#lookup}
     */
    FileNode lookup(PathEntry folder, byte[] name) throws FileException;

    /**
     * @param name of an entry of a folder
     * @return whether the guest must not see the entry
     */
    boolean hides(byte[] name);

    /** @return whether the guest sees the types in a folder's entries unchanged */
    boolean knowsEntryTypes();

    /**
     * @param entry which file
     * @param flags of {@link org.xenbay.api.file.OpenFlags}
     * @return the open file
     * @throws FileException as {@link FileNode#openFile}
     */
    OpenFile open(PathEntry entry, int flags) throws FileException;

    /**
     * Creates and opens a regular file. A file that exists is opened without a change, unless the flags ask for a new one.
     *
     * @param folder where
     * @param name its name
     * @param flags of {@link org.xenbay.api.file.OpenFlags}
     * @param permissions 0 to 07777
     * @param owner its new owner
     * @return the node and the open file; both have to be closed
     * @throws FileException as {@link FileNode#create}
     */
    CreatedFile create(PathEntry folder, byte[] name, int flags, int permissions, Owner owner) throws FileException;

    /**
     * @param folder where
     * @param name its name
     * @param permissions 0 to 07777
     * @param owner its new owner
     * @return the new folder; to be closed
     * @throws FileException as {@link FileNode#mkdir}
     */
    FileNode mkdir(PathEntry folder, byte[] name, int permissions, Owner owner) throws FileException;

    /**
     * @param folder where
     * @param name its name
     * @param mode type and permissions
     * @param device number of a character or block device
     * @param owner its new owner
     * @return the new file; to be closed
     * @throws FileException as {@link FileNode#mknod}
     */
    FileNode mknod(PathEntry folder, byte[] name, int mode, DeviceNumber device, Owner owner) throws FileException;

    /**
     * @param folder where
     * @param name its name
     * @param target its target
     * @param owner its new owner
     * @return the new link; to be closed
     * @throws FileException as {@link FileNode#symlink}
     */
    FileNode symlink(PathEntry folder, byte[] name, byte[] target, Owner owner) throws FileException;

    /**
     * @param entry a symbolic link
     * @return its target
     * @throws FileException as {@link FileNode#readLink}
     */
    byte[] readLink(PathEntry entry) throws FileException;

    /**
     * @param target which file
     * @param folder where its further name is to be
     * @param name the further name
     * @throws FileException as {@link FileNode#link}
     */
    void link(PathEntry target, PathEntry folder, byte[] name) throws FileException;

    /**
     * @param folder its folder
     * @param name its name there
     * @param newFolder its new folder
     * @param newName its name there
     * @throws FileException as {@link FileNode#rename}
     */
    void rename(PathEntry folder, byte[] name, PathEntry newFolder, byte[] newName) throws FileException;

    /**
     * @param folder where it is
     * @param name of a file
     * @throws FileException as {@link FileNode#unlink}
     */
    void unlink(PathEntry folder, byte[] name) throws FileException;

    /**
     * @param folder where it is
     * @param name of an empty folder
     * @throws FileException as {@link FileNode#rmdir}
     */
    void rmdir(PathEntry folder, byte[] name) throws FileException;

    /**
     * @param entry which file
     * @param permissions 0 to 07777
     * @throws FileException as {@link FileNode#chmod}
     */
    void chmod(PathEntry entry, int permissions) throws FileException;

    /**
     * @param entry which file
     * @param owner the new owner; an empty user or group stays
     * @throws FileException as {@link FileNode#chown}
     */
    void chown(PathEntry entry, Owner owner) throws FileException;

    /**
     * Does the last step of a creation.
     *
     * @param entry a file that was made
     * @param owner its new owner
     * @param permissions 0 to 07777; -1 for a symbolic link, which has no permissions
     * @throws FileException as {@link #create}
     */
    void finish(PathEntry entry, Owner owner, int permissions) throws FileException;

    /**
     * A user who is not root is about to change a file's content: clears set-user-id and set-group-id bits that are kept
     * beside the file, as Linux does.
     *
     * @param entry which file
     * @param check what an earlier check found; a new object for a file that is not open
     * @throws FileException as {@link #chmod}
     */
    void dropSetIdBits(PathEntry entry, SetIdCheck check) throws FileException;

    /**
     * @param entry which file
     * @param size in bytes
     * @throws FileException as {@link FileNode#truncate}
     */
    void truncate(PathEntry entry, long size) throws FileException;

    /**
     * @param name of an extended attribute
     * @throws FileException when the guest may not set it, as {@link #setXattr} would say
     */
    void checkXattr(byte[] name) throws FileException;

    /**
     * @param entry which file
     * @param name of an extended attribute
     * @return its value
     * @throws FileException as {@link FileNode#getXattr}
     */
    byte[] getXattr(PathEntry entry, byte[] name) throws FileException;

    /**
     * @param entry which file
     * @param name of an extended attribute
     * @param value its value
     * @param existence whether it must or must not exist
     * @throws FileException as {@link FileNode#setXattr}
     */
    void setXattr(PathEntry entry, byte[] name, byte[] value, XattrExistence existence) throws FileException;

    /**
     * @param entry which file
     * @param name of an extended attribute
     * @throws FileException as {@link FileNode#removeXattr}
     */
    void removeXattr(PathEntry entry, byte[] name) throws FileException;

    /**
     * @param entry which file
     * @return names of its extended attributes
     * @throws FileException as {@link FileNode#listXattrs}
     */
    List<byte[]> listXattrs(PathEntry entry) throws FileException;
}
