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
 * How owners, permissions and kinds that a guest sees are kept on the host: as they are, or mapped to attributes (xl.cfg's
 * {@code security_model}). Methods fail as those of {@link FileNode} do; may be called by several threads.
 */
public interface SecurityModel {

    /**
     * @param place which file
     * @return its attributes as the guest sees them
     * @throws FileException as {@link FileNode#stat}
     */
    FileStat stat(Place place) throws FileException;

    /**
     * @param folder where to look
     * @param name what for
     * @return the file; to be closed
     * @throws FileException as {@link FileNode#lookup}
     */
    FileNode lookup(Place folder, byte[] name) throws FileException;

    /**
     * @param name of an entry of a folder
     * @return whether the guest is not to see it
     */
    boolean hides(byte[] name);

    /** @return whether the type that a folder's entries carry is what the guest sees */
    boolean knowsEntryTypes();

    /**
     * @param place which file
     * @param flags of {@link org.xenbay.api.file.OpenFlags}
     * @return it, open
     * @throws FileException as {@link FileNode#openFile}
     */
    OpenFile open(Place place, int flags) throws FileException;

    /**
     * Creates and opens a regular file; one that exists is opened and stays as it is, unless it was to be new.
     *
     * @param folder where
     * @param name its name
     * @param flags of {@link org.xenbay.api.file.OpenFlags}
     * @param permissions 0 to 07777
     * @param owner whose it becomes
     * @return the file, twice: both to be closed
     * @throws FileException as {@link FileNode#create}
     */
    CreatedFile create(Place folder, byte[] name, int flags, int permissions, Owner owner) throws FileException;

    /**
     * @param folder where
     * @param name its name
     * @param permissions 0 to 07777
     * @param owner whose it becomes
     * @return the new folder; to be closed
     * @throws FileException as {@link FileNode#mkdir}
     */
    FileNode mkdir(Place folder, byte[] name, int permissions, Owner owner) throws FileException;

    /**
     * @param folder where
     * @param name its name
     * @param mode type and permissions
     * @param device number of a character or block device
     * @param owner whose it becomes
     * @return the new file; to be closed
     * @throws FileException as {@link FileNode#mknod}
     */
    FileNode mknod(Place folder, byte[] name, int mode, DeviceNumber device, Owner owner) throws FileException;

    /**
     * @param folder where
     * @param name its name
     * @param target what it points to
     * @param owner whose it becomes
     * @return the new link; to be closed
     * @throws FileException as {@link FileNode#symlink}
     */
    FileNode symlink(Place folder, byte[] name, byte[] target, Owner owner) throws FileException;

    /**
     * @param place a symbolic link
     * @return what it points to
     * @throws FileException as {@link FileNode#readLink}
     */
    byte[] readLink(Place place) throws FileException;

    /**
     * @param target which file
     * @param folder where its further name is to be
     * @param name the further name
     * @throws FileException as {@link FileNode#link}
     */
    void link(Place target, Place folder, byte[] name) throws FileException;

    /**
     * @param folder where it is
     * @param name its name there
     * @param newFolder where it is to be
     * @param newName its name there
     * @throws FileException as {@link FileNode#rename}
     */
    void rename(Place folder, byte[] name, Place newFolder, byte[] newName) throws FileException;

    /**
     * @param folder where it is
     * @param name of a file
     * @throws FileException as {@link FileNode#unlink}
     */
    void unlink(Place folder, byte[] name) throws FileException;

    /**
     * @param folder where it is
     * @param name of an empty folder
     * @throws FileException as {@link FileNode#rmdir}
     */
    void rmdir(Place folder, byte[] name) throws FileException;

    /**
     * @param place which file
     * @param permissions 0 to 07777
     * @throws FileException as {@link FileNode#chmod}
     */
    void chmod(Place place, int permissions) throws FileException;

    /**
     * @param place which file
     * @param owner whose it becomes; what is empty stays
     * @throws FileException as {@link FileNode#chown}
     */
    void chown(Place place, Owner owner) throws FileException;

    /**
     * Does what creation does last.
     *
     * @param place a file that was made
     * @param owner whose it becomes
     * @param permissions 0 to 07777; -1 for a symbolic link, which has none of its own
     * @throws FileException as {@link #create}
     */
    void finish(Place place, Owner owner, int permissions) throws FileException;

    /**
     * Somebody else than root is about to change what a file contains: set-user-id and set-group-id bits that are kept beside
     * it fall, as Linux has it.
     *
     * @param place which file
     * @param check what is known of it; a new one for a file that is not open
     * @throws FileException as {@link #chmod}
     */
    void dropSetIdBits(Place place, SetIdCheck check) throws FileException;

    /**
     * @param place which file
     * @param size in bytes
     * @throws FileException as {@link FileNode#truncate}
     */
    void truncate(Place place, long size) throws FileException;

    /**
     * @param name of an extended attribute
     * @throws FileException when the guest may not set it, as {@link #setXattr} would say
     */
    void checkXattr(byte[] name) throws FileException;

    /**
     * @param place which file
     * @param name of an extended attribute
     * @return its value
     * @throws FileException as {@link FileNode#getXattr}
     */
    byte[] getXattr(Place place, byte[] name) throws FileException;

    /**
     * @param place which file
     * @param name of an extended attribute
     * @param value its value
     * @param existence whether it must or must not exist
     * @throws FileException as {@link FileNode#setXattr}
     */
    void setXattr(Place place, byte[] name, byte[] value, XattrExistence existence) throws FileException;

    /**
     * @param place which file
     * @param name of an extended attribute
     * @throws FileException as {@link FileNode#removeXattr}
     */
    void removeXattr(Place place, byte[] name) throws FileException;

    /**
     * @param place which file
     * @return names of its extended attributes
     * @throws FileException as {@link FileNode#listXattrs}
     */
    List<byte[]> listXattrs(Place place) throws FileException;
}
