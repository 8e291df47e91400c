// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.FileStat;
import org.xenbay.api.file.Share;
import org.xenbay.api.host.Transferable;
import org.xenbay.nativexen.file.HostFilesComponent;

/** A path entry opens its file, and the journal refuses the note. */
class PathEntryNodeTest {

    private static final byte[] NAME = "file".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    Path folder;

    private final AtomicInteger open = new AtomicInteger();
    private boolean noteFails;

    @Test
    void aDescriptorWhoseNoteFailsIsClosedAndTheNextCallOpensAnother() throws Exception {
        Files.writeString(folder.resolve("file"), "x");
        Budgets budgets = new Budgets(1000, Allowance.unlimited(), Allowance.unlimited());
        try (Share share = HostFilesComponent.ofThisHost().orElseThrow().open(folder);
                PathEntry root = PathEntries.rootOf(counted(share.root()), budgets, PathEntryNotes.NONE)) {
            root.identified(root.node().stat());
            FileNode first = root.node().lookup(NAME);
            FileStat stat = first.stat();
            first.close();
            int before = open.get();
            try (PathEntry child = root.closedChild(
                    PathEntryNotes.NOTHING, NAME, FileId.of(stat), stat.born().orElse(null))) {
                noteFails = true;
                assertThatThrownBy(() -> child.node().stat())
                        .isInstanceOf(FileException.class)
                        .hasMessageContaining("note of an open file: no room");
                assertThat(open.get()).isEqualTo(before);
                assertThat(child.ownNode().isOpen()).isFalse();
                noteFails = false;
                assertThat(child.node().stat().size()).isEqualTo(1);
                assertThat(open.get()).isEqualTo(before + 1);
            }
            assertThat(open.get()).isEqualTo(before);
        }
        assertThat(open.get()).isZero();
    }

    private FileNode counted(FileNode node) {
        open.incrementAndGet();
        return (FileNode) Proxy.newProxyInstance(
                FileNode.class.getClassLoader(),
                new Class<?>[] {FileNode.class, Transferable.class},
                new Counted(node));
    }

    private final class Counted implements InvocationHandler {
        private final FileNode node;

        Counted(FileNode node) {
            this.node = node;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("token")) {
                if (noteFails) {
                    throw new IOException("no room");
                }
                return "token";
            } else if (method.getName().equals("close")) {
                open.decrementAndGet();
            }
            try {
                Object result = method.invoke(node, arguments);
                return result instanceof FileNode other ? counted(other) : result;
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        }
    }
}
