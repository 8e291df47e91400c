// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import java.util.List;
import org.xenbay.api.file.CreatedFile;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.FileSystemStat;
import org.xenbay.api.file.OpenDirectory;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.TimeUpdate;
import org.xenbay.api.file.XattrExistence;

/** Forwards each call to the node that {@link #begin} returns, which stays open until {@link #end}. */
abstract class ForwardingNode implements FileNode {

    /** A call with a result. */
    @FunctionalInterface
    private interface Ask<T> {
        T on(FileNode node) throws FileException;
    }

    /** A call without a result. */
    @FunctionalInterface
    private interface Act {
        void on(FileNode node) throws FileException;
    }

    /**
     * @return the open node; {@link #end} follows
     * @throws FileException when the node cannot be opened; {@link #end} does not follow
     */
    abstract FileNode begin() throws FileException;

    abstract void end();

    private <T> T ask(Ask<T> call) throws FileException {
        FileNode node = begin();
        try {
            return call.on(node);
        } finally {
            end();
        }
    }

    private void act(Act call) throws FileException {
        FileNode node = begin();
        try {
            call.on(node);
        } finally {
            end();
        }
    }

    /** Forwards a call that takes a second node, which is opened as well. */
    private static void with(FileNode other, Act call) throws FileException {
        if (other instanceof ForwardingNode forwarding) {
            forwarding.act(call);
        } else {
            call.on(other);
        }
    }

    @Override
    public FileNode lookup(byte[] name) throws FileException {
        return ask(node -> node.lookup(name));
    }

    @Override
    public boolean has(byte[] name) throws FileException {
        return ask(node -> node.has(name));
    }

    @Override
    public FileNode duplicate() throws FileException {
        return ask(FileNode::duplicate);
    }

    @Override
    public FileStat stat() throws FileException {
        return ask(FileNode::stat);
    }

    @Override
    public OpenFile openFile(int flags) throws FileException {
        return ask(node -> node.openFile(flags));
    }

    @Override
    public OpenDirectory openDirectory() throws FileException {
        return ask(FileNode::openDirectory);
    }

    @Override
    public CreatedFile create(byte[] name, int flags, int permissions) throws FileException {
        return ask(node -> node.create(name, flags, permissions));
    }

    @Override
    public FileNode mkdir(byte[] name, int permissions) throws FileException {
        return ask(node -> node.mkdir(name, permissions));
    }

    @Override
    public FileNode mknod(byte[] name, int mode, DeviceNumber device) throws FileException {
        return ask(node -> node.mknod(name, mode, device));
    }

    @Override
    public FileNode symlink(byte[] name, byte[] target) throws FileException {
        return ask(node -> node.symlink(name, target));
    }

    @Override
    public byte[] readLink() throws FileException {
        return ask(FileNode::readLink);
    }

    @Override
    public void link(FileNode target, byte[] name) throws FileException {
        act(node -> with(target, there -> node.link(there, name)));
    }

    @Override
    public void rename(byte[] name, FileNode newFolder, byte[] newName) throws FileException {
        act(node -> with(newFolder, there -> node.rename(name, there, newName)));
    }

    @Override
    public void unlink(byte[] name) throws FileException {
        act(node -> node.unlink(name));
    }

    @Override
    public void rmdir(byte[] name) throws FileException {
        act(node -> node.rmdir(name));
    }

    @Override
    public void chmod(int permissions) throws FileException {
        act(node -> node.chmod(permissions));
    }

    @Override
    public void chown(int uid, int gid) throws FileException {
        act(node -> node.chown(uid, gid));
    }

    @Override
    public void setTimes(TimeUpdate access, TimeUpdate modification) throws FileException {
        act(node -> node.setTimes(access, modification));
    }

    @Override
    public void truncate(long size) throws FileException {
        act(node -> node.truncate(size));
    }

    @Override
    public FileSystemStat statFileSystem() throws FileException {
        return ask(FileNode::statFileSystem);
    }

    @Override
    public byte[] getXattr(byte[] name) throws FileException {
        return ask(node -> node.getXattr(name));
    }

    @Override
    public void setXattr(byte[] name, byte[] value, XattrExistence existence) throws FileException {
        act(node -> node.setXattr(name, value, existence));
    }

    @Override
    public void removeXattr(byte[] name) throws FileException {
        act(node -> node.removeXattr(name));
    }

    @Override
    public List<byte[]> listXattrs() throws FileException {
        return ask(FileNode::listXattrs);
    }
}
