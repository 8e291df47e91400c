// SPDX-License-Identifier: Apache-2.0
package org.xenbay.nativexen.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.xenbay.api.file.FileNode;
import org.xenbay.api.file.Share;
import org.xenbay.api.host.PseudoTerminal;
import org.xenbay.api.host.PseudoTerminals;
import org.xenbay.api.host.Transferable;
import org.xenbay.nativexen.file.LocalFiles;
import org.xenbay.nativexen.host.PseudoTerminalsComponent;
import org.xenbay.nativexen.testing.RecordingContext;

/** State that one start of this bundle leaves to the next one in the same process, and state that ends with it. */
class ThisProcessTest {

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
    }

    private ProcessDescriptorStore keeper(ThisProcess process) {
        RecordingContext context = new RecordingContext();
        PseudoTerminalsComponent terminals = new PseudoTerminalsComponent(context.context, process);
        opened.add(terminals::deactivate);
        DescriptorClaimer files = LocalFiles.of(process).orElseThrow().taker();
        return new ProcessDescriptorStore(process, List.of(files, (DescriptorClaimer) context.services.get(0)));
    }

    private AutoCloseable take(ProcessDescriptorStore keeper, String word) throws IOException {
        AutoCloseable thing = keeper.take(word);
        opened.add(0, thing);
        return thing;
    }

    /** As when this bundle is stopped and started: nothing of the earlier start is in the later one but open descriptors. */
    @Test
    void whatOneStartOfTheBundleHasLeftTheNextOneMakesAgain() throws Exception {
        Files.writeString(shared.resolve("file"), "content");
        Share share =
                LocalFiles.of(ThisProcess.withoutKeeper()).orElseThrow().files().open(shared);
        FileNode node = share.root().lookup("file".getBytes(StandardCharsets.US_ASCII));
        String word = ((Transferable) node).detach();
        ProcessDescriptorStore next = keeper(ThisProcess.withoutKeeper());
        FileNode again = (FileNode) take(next, word);
        assertThat(again).isNotSameAs(node);
        assertThat(again.stat().size()).isEqualTo(7);
        next.closeUnclaimed();
        assertThat(again.stat().size()).as("after all has been taken").isEqualTo(7);
    }

    /** As when a guest ends while its device is handed over. */
    @Test
    void whatNobodyTakesIsClosedWithWhatAnEarlierProcessHasLeft() throws Exception {
        ThisProcess process = ThisProcess.withoutKeeper();
        ProcessDescriptorStore store = keeper(process);
        Share share = LocalFiles.of(process).orElseThrow().files().open(shared);
        FileNode node = share.root();
        FileNode twin = share.root();
        String word = ((Transferable) node).detach();
        assertThat(((Transferable) twin).detach()).isEqualTo(word);
        ((Transferable) share).detach();
        assertThat(List.of(take(store, word), take(store, word))).containsExactlyInAnyOrder(node, twin);
        String again = ((Transferable) twin).detach();
        store.closeUnclaimed();
        assertThat(process.transfers().isEmpty()).as("the keeper may end").isTrue();
        for (Transferable closed : List.of((Transferable) share, (Transferable) twin)) {
            assertThatThrownBy(closed::token).hasMessageContaining("after it was closed");
        }
        assertThatThrownBy(() -> store.take(again)).isInstanceOf(IOException.class);
        assertThat(node.stat().isDirectory()).as("what was taken stays open").isTrue();
    }

    @Test
    void aTerminalThatWasLeftWorksAfterTheBundleWasStoppedAndStarted() throws Exception {
        RecordingContext context = new RecordingContext();
        PseudoTerminalsComponent first = new PseudoTerminalsComponent(context.context, ThisProcess.withoutKeeper());
        PseudoTerminal left = ((PseudoTerminals) context.services.get(0)).open();
        String word = ((Transferable) left).detach();
        first.deactivate();
        PseudoTerminal again = (PseudoTerminal) take(keeper(ThisProcess.withoutKeeper()), word);
        assertThat(again.slavePath()).isEqualTo(left.slavePath());
        CompletableFuture<Void> readable = new CompletableFuture<>();
        again.awaitReadable(() -> readable.complete(null));
        Files.write(Path.of(again.slavePath()), new byte[] {'x'}, StandardOpenOption.WRITE);
        readable.get(10, TimeUnit.SECONDS);
        assertThat(again.read(ByteBuffer.allocate(10))).isEqualTo(1);
    }

    @Test
    void thePropertiesOfTheFrameworkSayWhetherAKeeperIsMadeAndItEndsWithTheBundle() throws Exception {
        ThisProcess never = new ThisProcess(properties("never"));
        assertThat(never.keeperState()).startsWith("none");
        assertThat(KeeperProcess.find(run)).isEmpty();
        never.deactivate();
        ThisProcess always = new ThisProcess(properties("always"));
        Awaitility.await().until(() -> always.keeperState().startsWith("process "));
        Share share = LocalFiles.of(always).orElseThrow().files().open(shared);
        String word = ((Transferable) share).detach();
        always.deactivate();
        assertThat(KeeperProcess.find(run)).as("a share was left").isPresent();
        ThisProcess next = new ThisProcess(properties("always"));
        assertThat(take(keeper(next), word)).isInstanceOf(Share.class);
        next.deactivate();
        assertThat(KeeperProcess.find(run)).as("nothing was left").isEmpty();
    }

    private BundleContext properties(String keeper) {
        Map<String, String> properties = Map.of("xenbay.run.dir", run.toString(), "xenbay.keeper", keeper);
        return (BundleContext) Proxy.newProxyInstance(
                BundleContext.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (self, method, parameters) -> properties.get(parameters[0]));
    }
}
