// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.file;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A file, folder, link or special file that exists or existed. A fid stands for one. It stays the same file after a rename, a
 * move or an unlink, because it is held by a descriptor and not by its path (Linux: O_PATH).
 *
 * <p>Names are bytes, as Linux has them: one component, neither empty nor {@code .} nor {@code ..}, without {@code /} and NUL.
 * Other names fail with {@link Errno#EINVAL} before anything is done, and names too long for the file system with {@link
 * Errno#ENAMETOOLONG}. No method follows a link: on a link it works on the link itself or fails. A node does not lead to its
 * parent; a caller that needs {@code ..} keeps the nodes of the path.
 *
 * <p>Methods may be called by several threads at once. After {@link #close} they fail with {@link Errno#EBADF}; a call that is
 * under way at that time ends normally. Each method may fail as its system call does, with its error number.
 */
@ConsumerType
public interface FileNode extends AutoCloseable {

    /**
     * @param name what to look for in this folder
     * @return the node of that name, the link itself if it is a link; to be closed
     * @throws FileException {@link Errno#ENOENT} when it does not exist, {@link Errno#ENOTDIR} when this is not a folder
     */
    FileNode lookup(byte[] name) throws FileException;

    /**
     * @param name what to look for in this folder
     * @return whether the name exists; a broken link counts
     * @throws FileException as {@link #lookup}, except {@link Errno#ENOENT}
     */
    default boolean has(byte[] name) throws FileException {
        try {
            lookup(name).close();
            return true;
        } catch (FileException failed) {
            if (failed.errno() == Errno.ENOENT) {
                return false;
            }
            throw failed;
        }
    }

    /**
     * @return another node of the same file, for another fid; costs no descriptor, and has to be closed separately
     * @throws FileException {@link Errno#EBADF} after close
     */
    FileNode duplicate() throws FileException;

    /**
     * @return the attributes
     * @throws FileException as statx(2) says
     */
    FileStat stat() throws FileException;

    /**
     * Opens this file, even when it has no name any more. Only regular files are opened: to open another kind could block, or
     * have side effects.
     *
     * @param flags of {@link OpenFlags}; other bits are ignored
     * @return the open file; to be closed
     * @throws FileException {@link Errno#EISDIR} for a folder, {@link Errno#ELOOP} for a link, {@link Errno#ENXIO} for a
     *     special file; otherwise as open(2) says
     */
    OpenFile openFile(int flags) throws FileException;

    /**
     * @return the open folder, to be closed
     * @throws FileException {@link Errno#ENOTDIR} when this is not a folder; otherwise as open(2) says
     */
    OpenDirectory openDirectory() throws FileException;

    /**
     * Creates a regular file in this folder and opens it. An existing one is opened, unless {@link OpenFlags#EXCLUSIVE}
     * is given.
     *
     * <p>Like all methods that create, it makes files that belong to this process's user, with the permissions that the umask
     * leaves, and never with set-user-id, set-group-id or sticky: a guest must never get a set-user-id file of root, not even
     * for a moment. The caller first changes the owner by {@link #chown}, then sets the exact permissions by {@link #chmod};
     * chown would clear them. (The calling thread cannot change its identity by setfsuid(2): threads are pooled, and the
     * virtual machine does not know of the change.)
     *
     * @param name its name
     * @param flags of {@link OpenFlags}
     * @param permissions 0 to 0777; further bits are ignored
     * @return the node and the open file; both have to be closed
     * @throws FileException {@link Errno#EEXIST} when it exists and {@code EXCLUSIVE} was given; for an existing file as {@link
     *     #openFile}
     */
    CreatedFile create(byte[] name, int flags, int permissions) throws FileException;

    /**
     * Creates a folder in this one; {@link #create} describes owner and permissions.
     *
     * @param name its name
     * @param permissions 0 to 0777; further bits are ignored
     * @return the folder; to be closed
     * @throws FileException {@link Errno#EEXIST} when the name is taken
     */
    FileNode mkdir(byte[] name, int permissions) throws FileException;

    /**
     * Creates a regular or special file in this folder, not opened; {@link #create} describes owner and permissions.
     *
     * @param name its name
     * @param mode its type (S_IFREG, S_IFIFO, S_IFSOCK, S_IFCHR, S_IFBLK) and permissions
     * @param device the number of a character or block device; ignored for others
     * @return the file; to be closed
     * @throws FileException {@link Errno#EEXIST} when the name is taken, {@link Errno#EPERM} for a device when this process
     *     lacks the privilege, {@link Errno#EINVAL} for another type or a number Linux does not have
     */
    FileNode mknod(byte[] name, int mode, DeviceNumber device) throws FileException;

    /**
     * Creates a symbolic link in this folder.
     *
     * @param name its name
     * @param target what it points to, stored as it is: any bytes but NUL
     * @return the link; to be closed
     * @throws FileException {@link Errno#EEXIST} when the name is taken, {@link Errno#ENOENT} for an empty target
     */
    FileNode symlink(byte[] name, byte[] target) throws FileException;

    /**
     * @return the target of this symbolic link
     * @throws FileException {@link Errno#EINVAL} when this is not a symbolic link
     */
    byte[] readLink() throws FileException;

    /**
     * Gives a file a further name in this folder.
     *
     * @param target the file, of the same share
     * @param name the further name
     * @throws FileException {@link Errno#EPERM} for a folder, {@link Errno#ENOENT} when the file has no name left,
     *     {@link Errno#EXDEV} on another file system
     */
    void link(FileNode target, byte[] name) throws FileException;

    /**
     * Renames or moves an entry of this folder. An existing entry of the new name is replaced, as rename(2) says.
     *
     * @param name the name here
     * @param newFolder the target folder, of the same share; may be this one
     * @param newName its name there
     * @throws FileException {@link Errno#ENOENT}, {@link Errno#EXDEV}, {@link Errno#ENOTEMPTY}, {@link Errno#EINVAL} for
     *     a folder into itself
     */
    void rename(byte[] name, FileNode newFolder, byte[] newName) throws FileException;

    /**
     * Removes a name of a file, link or special file from this folder.
     *
     * @param name the name
     * @throws FileException {@link Errno#ENOENT}; {@link Errno#EISDIR} for a folder
     */
    void unlink(byte[] name) throws FileException;

    /**
     * Removes an empty folder from this one.
     *
     * @param name the name
     * @throws FileException {@link Errno#ENOENT}; {@link Errno#ENOTDIR} for anything but a folder; {@link Errno#ENOTEMPTY}
     */
    void rmdir(byte[] name) throws FileException;

    /**
     * @param permissions 0 to 07777
     * @throws FileException {@link Errno#EOPNOTSUPP} for a symbolic link
     */
    void chmod(int permissions) throws FileException;

    /**
     * Changes the owner, of the link itself when this is a link. Linux clears set-user-id and set-group-id of a file.
     *
     * @param uid user, -1 to keep it
     * @param gid group, -1 to keep it
     * @throws FileException {@link Errno#EPERM} when this process lacks the privilege
     */
    void chown(int uid, int gid) throws FileException;

    /**
     * @param access time of the last access
     * @param modification time of the last modification
     * @throws FileException {@link Errno#EINVAL} for nanoseconds outside of 0 to 999,999,999
     */
    void setTimes(TimeUpdate access, TimeUpdate modification) throws FileException;

    /**
     * @param size in bytes; a file grows by zeros
     * @throws FileException {@link Errno#EISDIR} for a folder, {@link Errno#EINVAL} for a node without a size, or for a
     *     negative size, {@link Errno#EFBIG} beyond the file system's limit
     */
    void truncate(long size) throws FileException;

    /**
     * @return the file system this is on
     * @throws FileException as statfs(2) says
     */
    FileSystemStat statFileSystem() throws FileException;

    /**
     * @param name of an extended attribute, with its namespace ({@code user.…})
     * @return its value, at most 64 KiB
     * @throws FileException {@link Errno#ENODATA} when it does not exist, {@link Errno#EOPNOTSUPP} where the file system has no
     *     attributes, {@link Errno#ERANGE} for a name of more than 255 bytes
     */
    byte[] getXattr(byte[] name) throws FileException;

    /**
     * @param name of an extended attribute, with its namespace
     * @param value its value
     * @param existence whether it must or must not exist
     * @throws FileException {@link Errno#EEXIST} or {@link Errno#ENODATA} when {@code existence} is not met, {@link
     *     Errno#E2BIG} above 64 KiB, {@link Errno#ENOSPC} above the file system's limit, {@link Errno#EPERM} for {@code user.…}
     *     on links and special files
     */
    void setXattr(byte[] name, byte[] value, XattrExistence existence) throws FileException;

    /**
     * @param name of an extended attribute, with its namespace
     * @throws FileException {@link Errno#ENODATA} when it does not exist
     */
    void removeXattr(byte[] name) throws FileException;

    /**
     * @return the names of all extended attributes that this process may see, together at most 64 KiB
     * @throws FileException {@link Errno#E2BIG} when they are longer
     */
    List<byte[]> listXattrs() throws FileException;

    /** Closes the descriptor. Never fails; closing twice is harmless. */
    @Override
    void close();
}
