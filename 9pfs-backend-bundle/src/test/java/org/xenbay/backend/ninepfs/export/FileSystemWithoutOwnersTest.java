// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.file.CreatedFile;
import org.xenbay.api.file.DeviceNumber;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.OpenFlags;
import org.xenbay.api.file.Share;
import org.xenbay.nativexen.file.HostFilesComponent;

/** A share on a file system that does not keep the owners that a guest sets: many FUSE file systems, vfat, some NFS. */
class FileSystemWithoutOwnersTest {

    private static final Owner SOMEBODY = Owner.of(1000, 1000);

    @TempDir
    Path folder;

    private final DirectModel none = new DirectModel(false, new DirectXattrs(List.of()));
    private final DirectModel passthrough = new DirectModel(true, new DirectXattrs(List.of()));
    private PathEntry root;
    private int chown;
    private int chmod;

    @BeforeEach
    void open() throws Exception {
        try (Share share = HostFilesComponent.ofThisHost().orElseThrow().open(folder)) {
            Budgets many = new Budgets(1000, Allowance.unlimited(), Allowance.unlimited());
            root = PathEntries.rootOf(without(share.root()), many, PathEntryNotes.NONE);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private FileNode without(FileNode node) {
        return (FileNode) Proxy.newProxyInstance(
                FileNode.class.getClassLoader(), new Class<?>[] {FileNode.class}, (proxy, method, args) -> {
                    fail(method);
                    try {
                        Object result = method.invoke(node, args);
                        if (result instanceof CreatedFile made) {
                            return new CreatedFile(without(made.node()), made.file());
                        }
                        return result instanceof FileNode other ? without(other) : result;
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    private void fail(Method method) throws FileException {
        int errno = method.getName().equals("chown") ? chown : method.getName().equals("chmod") ? chmod : 0;
        if (errno != 0) {
            throw new FileException(errno, method.getName());
        }
    }

    private int mode(String name) throws Exception {
        return (int) Files.getAttribute(folder.resolve(name), "unix:mode") & 07777;
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EPERM, Errno.EACCES, Errno.EINVAL, Errno.ENOSYS, Errno.EOPNOTSUPP, Errno.EOVERFLOW})
    void withNoneFilesAreMadeWithTheOwnersThatTheFileSystemAllows(int errno) throws Exception {
        chown = errno;
        make(none);
        assertThat(mode("file"))
                .as("the permissions of the file's owner on the host do not count")
                .isEqualTo(0755);
        assertThat(mode("dir")).isEqualTo(0750);
        assertThat(mode("pipe")).isEqualTo(0640);
        assertThat(folder.resolve("link")).isSymbolicLink();
        try (PathEntry file = root.child(root.node().lookup(bytes("file")), bytes("file"))) {
            none.finish(file, SOMEBODY, 0701);
            assertThat(mode("file")).as("a request that is carried out again").isEqualTo(0701);
            assertThatThrownBy(() -> none.chown(file, SOMEBODY)).isInstanceOf(FileException.class);
        }
    }

    private void make(DirectModel model) throws FileException {
        int flags = OpenFlags.READ_WRITE | OpenFlags.EXCLUSIVE;
        CreatedFile made = model.create(root, bytes("file"), flags, 06755, SOMEBODY);
        made.file().close();
        made.node().close();
        model.mkdir(root, bytes("dir"), 0750, SOMEBODY).close();
        model.mknod(root, bytes("pipe"), FileStat.S_IFIFO | 0640, DeviceNumber.NONE, SOMEBODY)
                .close();
        model.symlink(root, bytes("link"), bytes("file"), SOMEBODY).close();
    }

    @Test
    void withNonePermissionsMayBeMissingToo() throws Exception {
        chown = Errno.ENOSYS;
        chmod = Errno.ENOSYS;
        make(none);
        assertThat(mode("file")).isEqualTo(0700);
    }

    @Test
    void withNoneFailuresThatDoNotConcernOwnersAreReported() {
        chown = Errno.EIO;
        assertThatThrownBy(() -> make(none)).isInstanceOf(FileException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void withPassthroughACreationFailsWhenTheOwnerCannotBeSet() {
        chown = Errno.ENOSYS;
        assertThatThrownBy(() -> make(passthrough))
                .isInstanceOfSatisfying(
                        FileException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOSYS));
        assertThat(folder).isEmptyDirectory();
    }
}
