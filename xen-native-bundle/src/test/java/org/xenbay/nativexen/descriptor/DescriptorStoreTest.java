// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.file.CreatedFile;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.file.LockRange;
import org.xenbay.api.file.OpenDirectory;
import org.xenbay.api.file.OpenFile;
import org.xenbay.api.file.OpenFlags;
import org.xenbay.api.file.Share;
import org.xenbay.api.host.PseudoTerminal;
import org.xenbay.api.host.PseudoTerminals;
import org.xenbay.api.host.Transferable;
import org.xenbay.nativexen.file.HostFilesComponent;
import org.xenbay.nativexen.file.LocalFiles;
import org.xenbay.nativexen.host.PseudoTerminalsComponent;
import org.xenbay.nativexen.libc.Libc;
import org.xenbay.nativexen.libc.ProcessCalls;
import org.xenbay.nativexen.testing.JavaProcess;
import org.xenbay.nativexen.testing.RecordingContext;

/** A process is killed, and the next one continues with its open files. */
class DescriptorStoreTest {

    @TempDir
    Path run;

    @TempDir
    Path shared;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        Optional<KeeperProcess> own = KeeperProcess.find(run);
        if (own.isPresent()) {
            int process = ProcessCalls.pidfdOpen(own.get().pid());
            ProcessCalls.kill(process);
            Libc.close(process);
        }
    }

    /** Opens things, prints the tokens, and waits to be killed. */
    static final class Victim {
        private Victim() {}

        public static void main(String[] arguments) throws Exception {
            InheritedDescriptors.begin(Path.of(System.getProperty("run")));
            HostFiles files = HostFilesComponent.ofThisHost().orElseThrow();
            Share share = files.open(Path.of(System.getProperty("shared")));
            FileNode root = share.root();
            CreatedFile unnamed = root.create(new byte[] {'u'}, OpenFlags.READ_WRITE, 0600);
            ByteBuffer text = ByteBuffer.allocateDirect(4).putInt(0, 0x6b657074);
            unnamed.file().write(0, text);
            root.unlink(new byte[] {'u'});
            CreatedFile locked = root.create(new byte[] {'l'}, OpenFlags.READ_WRITE, 0600);
            locked.file().tryLock(new LockRange(0, 10, true));
            RecordingContext context = new RecordingContext();
            new PseudoTerminalsComponent(context.context, ThisProcess.withoutKeeper());
            PseudoTerminal terminal = ((PseudoTerminals) context.services.get(0)).open();
            terminal.write(ByteBuffer.wrap("unread".getBytes(StandardCharsets.US_ASCII)));
            List<Object> things = List.of(share, root, unnamed.file(), unnamed.node(), locked.file(), terminal);
            for (Object thing : things) {
                System.out.println(((Transferable) thing).token());
            }
            System.out.println(terminal.slavePath());
            System.out.flush();
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** Prints the tokens of its open files, closes the files, and opens others with the same numbers before it is killed. */
    static final class Forgetful {
        private Forgetful() {}

        public static void main(String[] arguments) throws Exception {
            InheritedDescriptors.begin(Path.of(System.getProperty("run")));
            HostFiles files = HostFilesComponent.ofThisHost().orElseThrow();
            Share share = files.open(Path.of(System.getProperty("shared")));
            FileNode root = share.root();
            CreatedFile guests = root.create(new byte[] {'g'}, OpenFlags.READ_WRITE, 0600);
            FileNode folder = root.mkdir(new byte[] {'f'}, 0700);
            OpenDirectory entries = folder.openDirectory();
            Share inner = files.open(Path.of(System.getProperty("shared"), "f"));
            List<AutoCloseable> things = List.of(guests.node(), guests.file(), folder, entries, inner);
            List<Integer> numbers = new ArrayList<>();
            for (AutoCloseable thing : things) {
                String word = ((Transferable) thing).token();
                System.out.println(word);
                numbers.add(Integer.parseInt(word.split("-")[2]));
            }
            for (AutoCloseable thing : things) {
                thing.close();
            }
            for (int i = 0; i < things.size(); i++) {
                byte[] name = {'o', (byte) ('0' + i)};
                CreatedFile others = root.create(name, OpenFlags.READ_WRITE, 0600);
                numbers.remove(Integer.valueOf(number(others.file())));
                numbers.remove(Integer.valueOf(number(others.node())));
            }
            System.out.println(numbers.isEmpty() ? "numbers taken" : "numbers left: " + numbers);
            System.out.flush();
            Thread.sleep(Long.MAX_VALUE);
        }

        private static int number(AutoCloseable thing) throws IOException {
            return Integer.parseInt(((Transferable) thing).token().split("-")[2]);
        }
    }

    @Test
    void aNumberThatMeansAnotherFileByNowIsRefused() throws Exception {
        assumeDescriptorsCanBeTaken();
        Process victim = JavaProcess.start(Forgetful.class, "-Drun=" + run, "-Dshared=" + shared);
        List<String> words = new ArrayList<>();
        try (BufferedReader output = victim.inputReader()) {
            String line = output.readLine();
            while (line != null && !line.startsWith("numbers")) {
                if (line.matches("[a-z]+-\\d.*")) {
                    words.add(line);
                }
                line = output.readLine();
            }
            assertThat(line).isEqualTo("numbers taken");
        } finally {
            victim.destroyForcibly();
            assertThat(victim.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(words).hasSize(5);
        ProcessDescriptorStore keeper = keeper();
        for (String word : words) {
            assertThatThrownBy(() -> keeper.take(word)).as(word).isInstanceOf(IOException.class);
        }
        keeper.closeUnclaimed();
    }

    @Test
    void aProcessOfTheSameNumberThatWasStartedAtAnotherTimeIsAnother() throws Exception {
        HostFiles files = HostFilesComponent.ofThisHost().orElseThrow();
        try (Share share = files.open(shared)) {
            String word = ((Transferable) share).token();
            ProcessDescriptorStore keeper = keeper();
            String own = ProcessHandle.current().pid() + "." + OwnProcess.STARTED;
            String earlier = ProcessHandle.current().pid() + "." + (OwnProcess.STARTED - 1);
            assertThat(word).contains("-" + own + "-");
            assertThatThrownBy(() -> keeper.take(word.replace(own, earlier)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not there any more");
        }
    }

    private List<String> wordsOfTheKilled() throws Exception {
        Process victim = JavaProcess.start(Victim.class, "-Drun=" + run, "-Dshared=" + shared);
        List<String> words = new ArrayList<>();
        try (BufferedReader output = victim.inputReader()) {
            String line = output.readLine();
            while (line != null && words.size() < 7) {
                if (line.matches("[a-z]+-\\d+\\.\\d+-\\d+-\\d+-[0-9a-f.]+|/dev/pts/\\d+")) {
                    words.add(line);
                }
                line = words.size() < 7 ? output.readLine() : line;
            }
            assertThat(words).hasSize(7);
        } finally {
            victim.destroyForcibly();
            assertThat(victim.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
        return words;
    }

    /** Takes over and is killed before it has done anything with what it took. */
    static final class NextProcess {
        private NextProcess() {}

        public static void main(String[] arguments) throws Exception {
            // Numbers are others than before.
            Files.newInputStream(Path.of("/dev/null"));
            InheritedDescriptors.begin(Path.of(System.getProperty("run")));
            System.out.println("taken over");
            System.out.flush();
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    private void takeOverAndBeKilled() throws Exception {
        Process next = JavaProcess.start(NextProcess.class, "-Drun=" + run);
        try (BufferedReader output = next.inputReader()) {
            assertThat(output.lines().anyMatch("taken over"::equals)).isTrue();
        } finally {
            next.destroyForcibly();
            assertThat(next.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private ProcessDescriptorStore keeper() {
        return keeper(new ThisProcess(InheritedDescriptors.begin(run)));
    }

    private ProcessDescriptorStore keeper(ThisProcess process) {
        RecordingContext context = new RecordingContext();
        PseudoTerminalsComponent terminals = new PseudoTerminalsComponent(context.context, process);
        opened.add(terminals::deactivate);
        DescriptorClaimer files = LocalFiles.of(process).orElseThrow().taker();
        return new ProcessDescriptorStore(process, List.of(files, (DescriptorClaimer) context.services.get(0)));
    }

    /** Root may; in some containers not even that. */
    private static void assumeDescriptorsCanBeTaken() {
        ProcessCalls.load();
        int self = ProcessCalls.pidfdOpen(ProcessHandle.current().pid());
        int copy = self < 0 ? -1 : ProcessCalls.pidfdGetfd(self, self);
        Libc.close(self);
        Assumptions.assumeTrue(copy >= 0, "skipped: this kernel does not let pidfd_getfd be used");
        Libc.close(copy);
    }

    @Test
    void filesLocksAndTerminalsOutlastAKilledProcess() throws Exception {
        assumeDescriptorsCanBeTaken();
        List<String> words = wordsOfTheKilled();
        ProcessDescriptorStore keeper = keeper();
        Share share = (Share) take(keeper, words.get(0));
        FileNode root = (FileNode) take(keeper, words.get(1));
        OpenFile unnamed = (OpenFile) take(keeper, words.get(2));
        FileNode node = (FileNode) take(keeper, words.get(3));
        OpenFile locked = (OpenFile) take(keeper, words.get(4));
        PseudoTerminal terminal = (PseudoTerminal) take(keeper, words.get(5));
        keeper.closeUnclaimed();

        ByteBuffer text = ByteBuffer.allocateDirect(4);
        assertThat(unnamed.read(0, text)).isEqualTo(4);
        assertThat(text.getInt(0)).isEqualTo(0x6b657074);
        assertThat(node.stat().size()).isEqualTo(4);
        try (FileNode again = share.root().lookup(new byte[] {'l'});
                OpenFile other = again.openFile(OpenFlags.READ_WRITE)) {
            assertThat(other.tryLock(new LockRange(5, 1, true)))
                    .as("somebody else's lock")
                    .isFalse();
            locked.unlock(0, 0);
            assertThat(other.tryLock(new LockRange(5, 1, true))).isTrue();
            root.link(again, new byte[] {'m'});
        }
        assertThat(shared.resolve("m")).exists();
        assertThat(terminal.slavePath()).isEqualTo(words.get(6));
        byte[] unread = new byte[6];
        try (DataInputStream slave = new DataInputStream(Files.newInputStream(Path.of(words.get(6))))) {
            slave.readFully(unread); // readNBytes seeks in a terminal, on JDK 21
        }
        assertThat(unread).isEqualTo("unread".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> keeper.take(words.get(2))).isInstanceOf(IOException.class);
    }

    @Test
    void aProcessThatIsKilledWhileItTakesOverLosesNothing() throws Exception {
        assumeDescriptorsCanBeTaken();
        List<String> words = wordsOfTheKilled();
        takeOverAndBeKilled();
        takeOverAndBeKilled();
        ProcessDescriptorStore keeper = keeper();
        OpenFile unnamed = (OpenFile) take(keeper, words.get(2));
        ByteBuffer text = ByteBuffer.allocateDirect(4);
        assertThat(unnamed.read(0, text)).isEqualTo(4);
        assertThat(text.getInt(0)).isEqualTo(0x6b657074);
        keeper.closeUnclaimed();
        assertThatThrownBy(() -> keeper.take(words.get(4))).isInstanceOf(IOException.class);
        try (var left = Files.list(run)) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactly("keeper");
        }
    }

    private AutoCloseable take(ProcessDescriptorStore keeper, String word) throws IOException {
        AutoCloseable thing = keeper.take(word);
        opened.add(0, thing);
        return thing;
    }

    @Test
    void theKeeperOfTheKilledProcessEndsWhenItHasBeenInherited() throws Exception {
        assumeDescriptorsCanBeTaken();
        wordsOfTheKilled();
        KeeperProcess before = KeeperProcess.find(run).orElseThrow();
        assertThat(Files.readString(Path.of("/proc/" + before.pid() + "/comm"))).startsWith("xenbay-keeper");
        keeper().closeUnclaimed();
        KeeperProcess after = KeeperProcess.find(run).orElseThrow();
        assertThat(after.pid()).isNotEqualTo(before.pid());
        assertThat(after.isOfThisProcess()).isTrue();
        assertThat(InheritedDescriptors.begin(run)).isNotNull();
        assertThat(KeeperProcess.find(run)).as("one is enough").contains(after);
    }

    /**
     * Kills the keeper, as the kernel does when it lacks memory. The open files are still in this process, so another keeper
     * can take them.
     */
    @Test
    void aKeeperThatIsKilledIsReplacedByAnother() throws Exception {
        InheritedDescriptors.begin(run);
        KeeperProcess first = KeeperProcess.find(run).orElseThrow();
        try (KeeperWatch watch = new KeeperWatch(run).start()) {
            Awaitility.await().until(() -> watch.state().equals("process " + first.pid()));
            int process = ProcessCalls.pidfdOpen(first.pid());
            ProcessCalls.kill(process);
            Libc.close(process);
            Awaitility.await()
                    .until(() -> watch.state().startsWith("process ")
                            && !watch.state().equals("process " + first.pid()));
            KeeperProcess second = KeeperProcess.find(run).orElseThrow();
            assertThat(watch.state()).isEqualTo("process " + second.pid());
            assertThat(second.isOfThisProcess()).isTrue();
            assertThat(Path.of("/proc", Long.toString(first.pid())))
                    .as("no zombie is left")
                    .doesNotExist();
        }
    }

    @Test
    void whatIsLeftWithinOneProcessIsGivenBackAsItIs() throws Exception {
        ThisProcess process = ThisProcess.withoutKeeper();
        HostFiles files = LocalFiles.of(process).orElseThrow().files();
        Share share = files.open(shared);
        FileNode node = share.root();
        FileNode twin = node.duplicate();
        String word = ((Transferable) node).detach();
        assertThat(((Transferable) twin).detach()).isEqualTo(word);
        ProcessDescriptorStore keeper = keeper(process);
        assertThat(List.of(take(keeper, word), take(keeper, word))).containsExactlyInAnyOrder(node, twin);
        opened.add(share);
    }

    @Test
    void aDamagedWordIsRefused() {
        ProcessDescriptorStore keeper = keeper();
        for (String word : new String[] {"", "node", "node-1-2-x", "what-1-2-3"}) {
            assertThatThrownBy(() -> keeper.take(word)).isInstanceOf(IOException.class);
        }
    }
}
