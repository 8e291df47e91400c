// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.OpenDirectory;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.OpenFlags;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.host.Transferable;

/** What was taken for a session that cannot be recovered is closed. */
class RefusedRecoveryTest extends NotedSession {

    private final List<Object> open = new ArrayList<>();
    private int taken;
    private FileNode root;
    private FileNode a;

    @BeforeEach
    void fids() throws Exception {
        root = export.share().root();
        a = root.lookup(new byte[] {'a'});
        handle(walk(0, 1, "a"));
        assertThat(handle(open(1))).isZero();
        handle(walk(0, 2));
        assertThat(handle(open(2))).isZero();
    }

    @AfterEach
    void close() {
        a.close();
        root.close();
    }

    /** Gives resources by the kind of their token, and knows which of them are open. */
    private abstract class Store implements DescriptorStore {

        AutoCloseable node(boolean isRoot) throws IOException {
            return counted(FileNode.class, (isRoot ? root : a).duplicate());
        }

        AutoCloseable file() throws IOException {
            return counted(OpenFile.class, a.openFile(OpenFlags.READ_WRITE));
        }

        AutoCloseable folder() throws IOException {
            return counted(OpenDirectory.class, root.openDirectory());
        }

        @Override
        public AutoCloseable take(String token) throws IOException {
            return switch (token.substring(0, token.indexOf('-'))) {
                case "node" -> node(token.equals(session.fids().get(0).entry().token()));
                case "file" -> file();
                case "folder" -> folder();
                default -> throw new IOException("no open file has the token " + token);
            };
        }

        @Override
        public void closeUnclaimed() {
            throw new UnsupportedOperationException();
        }
    }

    private <T extends AutoCloseable> T counted(Class<T> type, T thing) {
        taken++;
        open.add(thing);
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type, Transferable.class}, (self, method, parameters) -> {
                    if (method.getName().equals("close")) {
                        open.remove(thing);
                    }
                    try {
                        return method.invoke(thing, parameters);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                }));
    }

    private void recover(Store store) throws IOException {
        Session.recover(export, 100, area.journal(), store).close();
    }

    private void assertRefused(Store store, String why) {
        assertThatThrownBy(() -> recover(store)).isInstanceOf(IOException.class).hasMessageContaining(why);
        assertThat(taken).isPositive();
        assertThat(open).isEmpty();
    }

    @Test
    void aSessionThatIsRecoveredClosesWhatItHasTaken() throws Exception {
        recover(new Store() {});
        assertThat(taken).isEqualTo(4);
        assertThat(open).isEmpty();
    }

    @Test
    void anotherOpenFileIsClosed() {
        assertRefused(
                new Store() {
                    @Override
                    AutoCloseable file() throws IOException {
                        try (FileNode b = root.lookup(new byte[] {'b'})) {
                            return counted(OpenFile.class, b.openFile(OpenFlags.READ_WRITE));
                        }
                    }
                },
                "is another file by now");
    }

    @Test
    void anotherOpenFolderIsClosed() {
        assertRefused(
                new Store() {
                    @Override
                    AutoCloseable folder() throws IOException {
                        root.mkdir(new byte[] {'c'}, 0700).close();
                        try (FileNode c = root.lookup(new byte[] {'c'})) {
                            return counted(OpenDirectory.class, c.openDirectory());
                        }
                    }
                },
                "is another file by now");
    }

    @Test
    void anotherNodeIsClosed() {
        assertRefused(
                new Store() {
                    @Override
                    AutoCloseable node(boolean isRoot) throws IOException {
                        return super.node(!isRoot);
                    }
                },
                "is another file by now");
    }

    @Test
    void aResourceOfAnotherTypeIsClosed() {
        assertRefused(
                new Store() {
                    @Override
                    AutoCloseable file() throws IOException {
                        return folder();
                    }
                },
                "is not a OpenFile");
    }
}
