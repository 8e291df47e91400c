// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.XenbusState;

/** The folder of a share is made while the guest already waits for the share. */
class LateFolderTest extends ServedFolder {

    private Host.Share begin(Path path) {
        return host.begin("9pfs", 2, 4, Map.of("path", path.toString()));
    }

    private void awaitExplanation(Host.Share share, String what) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                host.admin().device(share.id()).orElseThrow().explanation())
                        .contains(what));
        assertThat(host.admin().device(share.id()).orElseThrow().backendState()).isNotEqualTo(XenbusState.CLOSING);
    }

    @Test
    void theDeviceWaitsAndSaysWhyAndConnectsByItself() throws Exception {
        Path late = folder.resolve("not/yet");
        Host.Share share = begin(late);
        awaitExplanation(share, "the folder " + late + ", which does not exist");
        Files.createFile(folder.resolve("not"));
        awaitExplanation(share, "the folder " + late + ", which is not a folder, or is below something that is not");
        Files.delete(folder.resolve("not"));
        Files.createDirectories(late);
        Files.createFile(late.resolve("file"));
        host.connected(share);
        assertThat(share.client().walk(share.mount(), "file")).isPositive();
    }

    @Test
    void otherSharesAreServedWhileOneWaitsForItsFolder() throws Exception {
        begin(folder.resolve("never"));
        assertThat(host.share().mount()).isPositive();
    }

    @Test
    void aPathThatIsNotValidEndsTheDevice() {
        Host.Share share = host.begin("9pfs", 2, 4, Map.of("path", "relative"));
        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                host.admin().device(share.id()).orElseThrow().failure())
                        .contains("not an absolute path"));
    }
}
