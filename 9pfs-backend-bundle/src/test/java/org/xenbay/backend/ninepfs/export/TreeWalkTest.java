// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.Share;
import org.xenbay.nativexen.file.HostFilesComponent;

class TreeWalkTest {

    private static final int STEP = 7;

    @TempDir
    Path folder;

    private final Usage.Sum sum = new Usage.Sum();
    private long mostDescriptors;

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void walk(TreeWalk.Visitor visitor) throws IOException {
        try (Share share = HostFilesComponent.ofThisHost().orElseThrow().open(folder);
                TreeWalk walk = new TreeWalk(share.root(), name -> false, visitor)) {
            boolean more = true;
            while (more) {
                more = walk.step(STEP);
            }
        }
    }

    private void count() throws IOException {
        long before = descriptors();
        walk((where, name, stat) -> {
            sum.add(stat);
            if (sum.files() % 50 == 0) {
                mostDescriptors = Math.max(mostDescriptors, descriptors() - before);
            }
        });
    }

    private void isCountedRight() throws IOException {
        DiskUsage there = DiskUsage.of(folder, false);
        assertThat(sum.total()).isEqualTo(new Usage(there.bytes(), there.files()));
    }

    @Test
    void foldersWaitingToBeCountedHoldNoDescriptors() throws Exception {
        for (int i = 0; i < 1500; i++) {
            Path inner = Files.createDirectory(folder.resolve("folder" + i));
            if (i % 10 == 0) {
                Files.write(inner.resolve("file"), new byte[i]);
            }
        }
        count();
        isCountedRight();
        assertThat(mostDescriptors).isLessThan(100);
    }

    @Test
    void deepFoldersAreClosedAndFoundAgain() throws Exception {
        Path deep = folder;
        for (int i = 0; i < 300; i++) {
            Files.write(deep.resolve("before"), new byte[i]);
            Files.write(deep.resolve("z-after"), new byte[2 * i]);
            deep = Files.createDirectory(deep.resolve("m"));
        }
        count();
        isCountedRight();
        assertThat(mostDescriptors).isLessThan(100);
    }

    @Test
    void aFolderThatIsMovedAwayDuringAWalkIsLeftOut() throws Exception {
        Path top = Files.createDirectory(folder.resolve("top"));
        Path deep = top;
        for (int i = 0; i < 100; i++) {
            deep = Files.createDirectory(deep.resolve("m"));
        }
        Set<String> seen = new HashSet<>();
        walk((where, name, stat) -> {
            seen.add(where.folder().size() + new String(name, StandardCharsets.UTF_8));
            if (where.folder().size() == 100) {
                move(top, folder.resolveSibling(folder.getFileName() + "-gone"));
            }
        });
        assertThat(seen).hasSize(101);
        move(folder.resolveSibling(folder.getFileName() + "-gone"), top);
    }

    @Test
    void aWalkThatFailsOnItsWayUpLeavesNothingOpen() throws Exception {
        Path deep = folder;
        for (int i = 0; i < 100; i++) {
            deep = Files.createDirectory(deep.resolve("m"));
        }
        Files.createFile(deep.resolve("last"));
        AtomicInteger open = new AtomicInteger();
        AtomicBoolean isFull = new AtomicBoolean();
        try (Share share = HostFilesComponent.ofThisHost().orElseThrow().open(folder);
                TreeWalk walk = new TreeWalk(
                        counted(share.root(), open, new AtomicBoolean(), isFull),
                        name -> false,
                        (where, name, stat) -> isFull.set(where.folder().size() == 100))) {
            assertThatThrownBy(() -> walk.step(Integer.MAX_VALUE)).hasMessageContaining("planted");
        }
        assertThat(open).hasValue(0);
    }

    /**
     * @param fails whether a duplicate of this node fails
     * @param below whether a duplicate of a node fails that this node returns
     */
    private static FileNode counted(FileNode node, AtomicInteger open, AtomicBoolean fails, AtomicBoolean below) {
        open.incrementAndGet();
        return (FileNode) Proxy.newProxyInstance(
                FileNode.class.getClassLoader(), new Class<?>[] {FileNode.class}, (self, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        open.decrementAndGet();
                    } else if (method.getName().equals("duplicate") && fails.get()) {
                        throw new FileException(Errno.EMFILE, "planted");
                    }
                    try {
                        Object result = method.invoke(node, arguments);
                        return result instanceof FileNode other ? counted(other, open, below, below) : result;
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void aFileOfManyNamesCountsOnceAlsoWhenTheWalkRemembersFewFiles() throws Exception {
        for (int i = 0; i < 20; i++) {
            Path file = Files.write(folder.resolve("file" + i), new byte[1000 + i]);
            for (int link = 0; link < i; link++) {
                Files.createLink(folder.resolve("link" + i + "-" + link), file);
            }
        }
        Usage.Sum few = new Usage.Sum(3);
        walk((where, name, stat) -> few.add(stat));
        DiskUsage there = DiskUsage.of(folder, false);
        assertThat(few.total()).isEqualTo(new Usage(there.bytes(), there.files()));
    }

    @Test
    void ofMoreFilesThanFitIntoTheMemoryTheOldestAreKept() throws Exception {
        for (int i = 0; i < 200; i++) {
            Path file = Files.createFile(folder.resolve("file" + i));
            Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1_000_000 + (i * 37 % 200)));
        }
        OldestFiles oldest = new OldestFiles(5000);
        walk((where, name, stat) -> oldest.offer(where::folder, name, stat));
        String order = Stream.generate(oldest::poll)
                .takeWhile(file -> file != null)
                .map(file -> Long.toString(file.stat().modified().nanoseconds() / 1_000_000))
                .collect(Collectors.joining(" "));
        assertThat(order).startsWith("0 1 2 3 4 5 6 7 8 9 10 11 12").doesNotContain(" 60");
    }
}
