// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.device.XenbusState;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.host.Transferable;
import org.xenbay.core.handover.HandoverFile;

/** The core is stopped and started again, with a state file between the two runs, while a guest uses its device. */
class RestartTest extends TwoBackends {

    @TempDir
    Path folder;

    private HandoverFile file;

    private HandoverFile handovers() {
        file = new HandoverFile(folder, () -> null);
        return file;
    }

    private Path path() {
        return folder.resolve("handover");
    }

    /** A device that has answered once, left by a core that has stopped. */
    private ProbeFrontend left() throws Exception {
        host.stopCore();
        host.start(Host.PATIENT, handovers());
        host.add(first, ProbeBackend.TYPE);
        ProbeFrontend frontend = host.connect(guest, id);
        frontend.state(XenbusState.CONNECTED);
        host.await(() -> first.callsOf(id).contains("connected"));
        frontend.send();
        assertThat(frontend.isAnswered()).isTrue();
        host.stopCore();
        file.write();
        return frontend;
    }

    private void startAgain() {
        host.start(Host.PATIENT, handovers());
        host.add(second, ProbeBackend.TYPE);
    }

    private String state() {
        return host.store().read(id.backendPath(0).child("state")).orElse("");
    }

    @Test
    void theNextRunContinuesWithWhatTheHandlerParked() throws Exception {
        ProbeFrontend frontend = left();
        assertThat(first.callsOf(id)).endsWith("park", "close");
        assertThat(state()).isEqualTo("4");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
        frontend.send();
        startAgain();
        assertThat(frontend.isAnswered()).as("what came meanwhile is answered").isTrue();
        assertThat(frontend.counted()).isEqualTo(2);
        assertThat(second.callsOf(id)).contains("resume first 1").doesNotContain("connect");
        assertThat(state()).isEqualTo("4");
        assertThat(path()).as("used once").doesNotExist();
    }

    @Test
    void aDeviceThatCouldNotBeParkedIsClosedByTheNextRunWhichSaysWhy() throws Exception {
        first.failPark = new IllegalStateException("its host was slow");
        left();
        assertThat(state()).isEqualTo("4");
        startAgain();
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(host.admin().device(id).orElseThrow().failure()).contains("could not leave it: its host was slow");
        assertThat(second.callsOf(id)).doesNotContain("connect");
    }

    @Test
    void aDamagedValueIsRefusedAndTheDeviceIsClosed() throws Exception {
        ProbeFrontend frontend = left();
        byte[] bytes = Files.readAllBytes(path());
        bytes[bytes.length - 5] ^= 1;
        Files.write(path(), bytes);
        startAgain();
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(host.admin().device(id).orElseThrow().failure()).contains("damaged: its checksum is wrong");
        frontend.state(XenbusState.CLOSED);
        host.awaitBackend(id, XenbusState.CLOSED);
        frontend.state(XenbusState.INITIALISING);
        host.awaitBackend(id, XenbusState.INIT_WAIT);
    }

    @Test
    void aValueOfANewerVersionIsRefusedAndTheDeviceIsClosed() throws Exception {
        left();
        byte[] bytes = Files.readAllBytes(path());
        bytes[7] = 9;
        Files.write(path(), bytes);
        startAgain();
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(host.admin().device(id).orElseThrow().failure()).contains("of version 9, known is 2");
    }

    @Test
    void aFileThatIsCutOffIsRefusedAndItsDevicesAreClosed() throws Exception {
        left();
        Files.write(path(), java.util.Arrays.copyOf(Files.readAllBytes(path()), 30));
        startAgain();
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(host.admin().device(id).orElseThrow().failure()).contains("damaged");
    }

    @Test
    void aBackendThatDoesNotKnowTheStateClosesTheDevice() throws Exception {
        left();
        second.failResume = new RefusedStateException("state of version 1 is not known");
        startAgain();
        host.awaitBackend(id, XenbusState.CLOSING);
        assertThat(host.admin().device(id).orElseThrow().failure()).contains("version 1 is not known");
    }

    @Test
    void aFrontendThatHasOtherRingsByThenIsConnectedAnew() throws Exception {
        ProbeFrontend frontend = left();
        frontend.publish();
        startAgain();
        host.await(() -> second.callsOf(id).contains("connect"));
        assertThat(second.callsOf(id)).noneMatch(call -> call.startsWith("resume"));
    }

    @Test
    void whatIsTransferableIsTakenFromTheStoreAndTheRestIsClosed() throws Exception {
        boolean[] closed = new boolean[1];
        Map<String, AutoCloseable> kept = new HashMap<>();
        HandoverFile before = new HandoverFile(folder, () -> null);
        AutoCloseable file1 = new Thing("file:1", kept);
        before.leave(
                id,
                Instant.EPOCH,
                Map.of("ring-ref", "8"),
                new Parked(3, new byte[] {1}, Map.of("a", file1, "b", () -> closed[0] = true)));
        before.write();
        HandoverFile after = new HandoverFile(folder, () -> new Things(kept));
        assertThat(after.left(id)).contains(Map.of("ring-ref", "8"));
        Parked parked = after.take(id);
        assertThat(closed[0]).isTrue();
        assertThat(parked.resources()).isEqualTo(Map.of("a", file1));
        assertThat(parked.version()).isEqualTo(3);
        assertThat(after.left(id)).isEmpty();
    }

    @Test
    void aTransferableThatIsGoneIsSaid() throws Exception {
        HandoverFile before = new HandoverFile(folder, () -> null);
        before.leave(
                id,
                Instant.EPOCH,
                Map.of(),
                new Parked(1, new byte[0], Map.of("a", new Thing("file:1", new HashMap<>()))));
        before.write();
        HandoverFile after = new HandoverFile(folder, () -> new Things(new HashMap<>()));
        assertThatThrownBy(() -> after.take(id)).isInstanceOf(IOException.class).hasMessageContaining("file:1");
    }

    private record Things(Map<String, AutoCloseable> kept) implements DescriptorStore {
        @Override
        public AutoCloseable take(String word) throws IOException {
            if (!kept.containsKey(word)) {
                throw new IOException(word + " is not there");
            }
            return kept.remove(word);
        }

        @Override
        public void closeUnclaimed() {
            // keeps no process
        }
    }

    private record Thing(String token, Map<String, AutoCloseable> kept) implements Transferable, AutoCloseable {
        @Override
        public String detach() {
            kept.put(token, this);
            return token;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
