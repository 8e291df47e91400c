// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.file.Errno;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;

/**
 * A guest has fids of more files than it may hold descriptors. The server closes idle files. When the guest uses such a file
 * again, the server finds the same file.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IdleFilesTest {

    private static final int RENAMEAT = 74;
    private static final int LINK = 70;
    private static final int GETATTR = 24;
    private static final int LOCK = 52;
    private static final int READ_WRITE = 2;
    private static final int REMOVE_DIRECTORY = 0x200;
    private static final int OTHERS = 40;
    private static final int FEW = 12;

    @TempDir
    Path folder;

    private final FairBudget descriptors = new FairBudget("descriptors", 1 << 20);
    private final FairBudget memory = new FairBudget("bytes of memory", 1 << 28);
    private Host host;
    private Host.Share share;
    private NinePClient client;
    private int root;

    @BeforeEach
    void makeFiles() throws IOException {
        Files.createDirectory(folder.resolve("other"));
        for (int i = 0; i < OTHERS; i++) {
            Files.createFile(folder.resolve("other/" + i));
        }
        Files.createDirectories(folder.resolve("dir/sub"));
        write("file", "file");
        write("dir/sub/deep", "deep");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }

    private void start(int most, Map<String, String> options) throws Exception {
        host = new Host(folder, Map.of("descriptors", most), Host.filesWith(descriptors), memory);
        share = host.share("9pfs", 2, 5, options);
        client = share.client();
        root = share.mount();
    }

    private void start(int most) throws Exception {
        start(most, Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        share.frontend().unload().get(10, TimeUnit.SECONDS);
        Awaitility.await().untilAsserted(() -> assertThat(memory.taken()).isZero());
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(descriptors.taken()).as("the share's own").isLessThanOrEqualTo(1));
        host.close();
    }

    private boolean isOpen(String name) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.anyMatch(each -> leadsTo(each, folder.resolve(name)));
        }
    }

    private static boolean leadsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /** Uses other files until the files of earlier fids are closed. */
    private void useOthers() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < OTHERS; i++) {
                client.clunk(client.walk(root, "other", Integer.toString(i)));
            }
        }
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            kept.add(client.walk(root, "other", Integer.toString(i)));
        }
        kept.forEach(client::clunk);
    }

    private int idle(String... names) throws IOException {
        int fid = client.walk(root, names);
        useOthers();
        assertThat(isOpen(String.join("/", names))).as("it is closed").isFalse();
        return fid;
    }

    private String content(int fid) {
        int open = client.walk(fid);
        client.open(open, 0);
        String content = new String(client.read(open, 0, 100), StandardCharsets.US_ASCII);
        client.clunk(open);
        return content;
    }

    private long qid(int fid) {
        NinePClient.Reply reply = client.call(new Message(GETATTR).u32(fid).u64(0x3FFF));
        reply.body().getLong();
        return reply.qid();
    }

    private void rename(int from, String name, int to, String newName) {
        client.call(new Message(RENAMEAT).u32(from).string(name).u32(to).string(newName));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "mapped-xattr", "mapped-file"})
    void aGuestHasFidsOfThousandsOfFilesWithTwoHundredDescriptors(String model) throws Exception {
        int files = model.equals("none") ? 5_000 : 1_000;
        for (int i = 0; i < files; i++) {
            if (i % 100 == 0) {
                Files.createDirectories(folder.resolve("many/" + i / 100));
            }
            write("many/" + i / 100 + "/" + i, Integer.toString(i));
        }
        long before = Host.descriptors();
        start(200, Map.of("security_model", model));
        Map<Integer, Integer> fids = new HashMap<>();
        Map<Integer, Long> qids = new HashMap<>();
        Map<Integer, Integer> folders = new HashMap<>();
        for (int i = 0; i < files; i++) {
            int in = folders.computeIfAbsent(i / 100, number -> client.walk(root, "many", Integer.toString(number)));
            fids.put(i, client.walk(in, Integer.toString(i)));
            if (i % 50 == 0) {
                qids.put(i, qid(fids.get(i)));
            }
        }
        assertThat(descriptors.taken()).isBetween(150L, 201L);
        assertThat(Host.descriptors()).isLessThan(before + 230);
        for (int i : qids.keySet()) {
            assertThat(content(fids.get(i))).isEqualTo(Integer.toString(i));
            assertThat(qid(fids.get(i))).isEqualTo(qids.get(i));
        }
        assertThat(Set.copyOf(qids.values())).hasSameSizeAs(qids.keySet());
    }

    @Test
    void anotherFileOfTheSameNameIsNeverUsed() throws Exception {
        start(FEW);
        int file = idle("file");
        int deep = idle("dir", "sub", "deep");
        write("new", "another");
        Files.move(folder.resolve("new"), folder.resolve("file"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(folder.resolve("dir"), folder.resolve("gone"));
        Files.createDirectories(folder.resolve("dir/sub"));
        write("dir/sub/deep", "another");
        for (int fid : List.of(file, deep)) {
            Host.refused(Errno.ESTALE, () -> client.getattr(fid));
            Host.refused(Errno.ESTALE, () -> content(fid));
        }
        client.clunk(file);
        assertThat(content(client.walk(root, "file"))).isEqualTo("another");
    }

    @Test
    void aLinkInTheFilesPlaceIsNotFollowed() throws Exception {
        start(FEW);
        int deep = idle("dir", "sub", "deep");
        Files.move(folder.resolve("dir"), folder.resolve("moved"));
        Files.createSymbolicLink(folder.resolve("dir"), folder.resolve("moved"));
        Host.refused(Errno.ESTALE, () -> client.getattr(deep));
    }

    @Test
    void aFileThatIsGoneIsMissing() throws Exception {
        start(FEW);
        int file = idle("file");
        Files.delete(folder.resolve("file"));
        Host.refused(Errno.ENOENT, () -> client.getattr(file));
    }

    @Test
    void filesThatTheGuestRenamesStayTheSameFiles() throws Exception {
        start(FEW);
        int file = idle("file");
        int deep = idle("dir", "sub", "deep");
        int sub = idle("dir", "sub");
        long qid = qid(client.walk(root, "file"));
        useOthers();
        rename(root, "file", client.walk(root, "dir"), "renamed");
        useOthers();
        rename(root, "dir", root, "folder");
        useOthers();
        assertThat(isOpen("folder/renamed")).isFalse();
        assertThat(isOpen("folder/sub/deep")).isFalse();
        assertThat(content(file)).isEqualTo("file");
        assertThat(qid(file)).isEqualTo(qid);
        assertThat(content(deep)).isEqualTo("deep");
        assertThat(content(client.walk(sub, "..", "renamed"))).isEqualTo("file");
    }

    @Test
    void filesThatTheGuestRemovesStayUsable() throws Exception {
        start(FEW);
        int removed = idle("file");
        client.unlinkat(root, "file", 0);
        write("file", "another");
        int replaced = idle("dir", "sub", "deep");
        write("dir/new", "new");
        rename(client.walk(root, "dir"), "new", client.walk(root, "dir", "sub"), "deep");
        client.mkdir(root, "empty", 0755, 0);
        int empty = idle("empty");
        client.unlinkat(root, "empty", REMOVE_DIRECTORY);
        useOthers();
        assertThat(content(removed)).isEqualTo("file");
        assertThat(content(replaced)).isEqualTo("deep");
        client.getattr(empty);
        assertThat(content(client.walk(root, "file"))).isEqualTo("another");
        assertThat(content(client.walk(root, "dir", "sub", "deep"))).isEqualTo("new");
    }

    @Test
    void aFurtherNameStaysWhenAnotherOneIsRemoved() throws Exception {
        start(FEW);
        client.call(new Message(LINK).u32(root).u32(client.walk(root, "file")).string("link"));
        int file = idle("file");
        int link = idle("link");
        client.unlinkat(root, "file", 0);
        useOthers();
        assertThat(content(file)).isEqualTo("file");
        assertThat(content(link)).isEqualTo("file");
        assertThat(qid(link)).isEqualTo(qid(file));
    }

    @Test
    void filesThatCannotBeFoundAgainStayOpen() throws Exception {
        start(FEW);
        int removed = client.walk(root, "file");
        int moved = client.walk(root, "dir", "sub", "deep");
        Files.delete(folder.resolve("file"));
        write("file", "another");
        Files.move(folder.resolve("dir"), folder.resolve("elsewhere"));
        useOthers();
        assertThat(content(removed)).isEqualTo("file");
        assertThat(content(moved)).isEqualTo("deep");
    }

    @Test
    void openFilesKeepTheirLocksAndAttributes() throws Exception {
        start(FEW);
        int file = client.walk(root, "file");
        client.open(file, READ_WRITE);
        client.call(
                new Message(LOCK).u32(file).u8(1).u32(0).u64(0).u64(0).u32(1).string("guest"));
        useOthers();
        Files.delete(folder.resolve("file"));
        useOthers();
        assertThat(client.write(file, 0, new byte[] {'F'})).isEqualTo(1);
        assertThat(client.read(file, 0, 10)).isEqualTo("File".getBytes(StandardCharsets.US_ASCII));
        client.getattr(file);
    }

    @Test
    void aFolderWithMoreFoldersAboveItThanTheGuestHasDescriptorsIsReached() throws Exception {
        start(FEW);
        int deep = client.walk(root);
        for (int i = 0; i < 3 * FEW; i++) {
            client.mkdir(deep, "d", 0755, 0);
            int next = client.walk(deep, "d");
            client.clunk(deep);
            deep = next;
        }
        client.mkdir(deep, "last", 0755, 0);
        useOthers();
        int up = client.walk(deep, "..", "..", "..", "d", "d", "d");
        assertThat(qid(up)).isEqualTo(qid(deep));
        assertThat(client.walk(up, "last")).isPositive();
        assertThat(descriptors.taken()).isLessThanOrEqualTo(FEW + 1);
    }

    @Test
    void aGuestThatUsesAllItsDescriptorsIsRefusedMore() throws Exception {
        start(FEW);
        Set<Integer> open = new HashSet<>();
        Host.refused(Errno.EMFILE, () -> {
            for (int i = 0; i < FEW; i++) {
                int fid = client.walk(root, "file");
                open.add(fid);
                client.open(fid, 0);
            }
        });
        open.forEach(client::clunk);
        assertThat(content(client.walk(root, "file"))).isEqualTo("file");
    }

    @Test
    void anIdleFileIsOpenedAgainWithoutTheUsersRightsOnItsFolders() throws Exception {
        Host.assumeRoot();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(folder.resolve("file"), PosixFilePermissions.fromString("rw-r--r--"));
        start(FEW, Map.of("credentials", "user"));
        root = client.attach(1000, "");
        int deep = idle("dir", "sub", "deep");
        Files.setPosixFilePermissions(folder.resolve("dir"), PosixFilePermissions.fromString("rwx------"));
        assertThat(content(deep)).isEqualTo("deep");
        Host.refused(Errno.EACCES, () -> client.walk(client.walk(root, "dir"), "sub"));
    }

    @Test
    void aFileIsFoundHoweverItIsRenamedMeanwhile() throws Exception {
        start(FEW);
        List<Integer> fids = new ArrayList<>();
        for (int i = 0; i < FEW; i++) {
            write("dir/sub/" + i, Integer.toString(i));
            fids.add(client.walk(root, "dir", "sub", Integer.toString(i)));
        }
        CompletableFuture<Void> renaming = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 150; i++) {
                rename(root, "dir", root, "away");
                rename(root, "away", root, "dir");
            }
        });
        List<CompletableFuture<Void>> using = Stream.of(1, 2)
                .map(thread -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; !renaming.isDone(); i++) {
                        int number = i * thread % FEW;
                        assertThat(content(fids.get(number))).isEqualTo(Integer.toString(number));
                    }
                }))
                .toList();
        renaming.get(60, TimeUnit.SECONDS);
        for (CompletableFuture<Void> each : using) {
            each.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void closedFilesAreHandedOver() throws Exception {
        start(FEW);
        List<Integer> fids = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            write("dir/sub/" + i, Integer.toString(i));
            fids.add(client.walk(root, "dir", "sub", Integer.toString(i)));
        }
        int replaced = fids.get(0);
        long qid = qid(fids.get(1));
        useOthers();
        host.leave(1);
        host.serve(2, Map.of("descriptors", FEW));
        Files.delete(folder.resolve("dir/sub/0"));
        write("dir/sub/0", "another");
        Host.refused(Errno.ESTALE, () -> content(replaced));
        for (int i = 1; i < OTHERS; i++) {
            assertThat(content(fids.get(i))).isEqualTo(Integer.toString(i));
        }
        assertThat(qid(fids.get(1))).isEqualTo(qid);
        assertThat(descriptors.taken()).isLessThanOrEqualTo(FEW + 1);
    }
}
