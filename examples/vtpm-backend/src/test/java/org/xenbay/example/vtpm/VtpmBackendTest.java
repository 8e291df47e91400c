// SPDX-License-Identifier: Apache-2.0
package org.xenbay.example.vtpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.XenDevOps;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.management.DeviceView;
import org.xenbay.frontend.FrontendListener;
import org.xenbay.frontend.FrontendThreads;
import org.xenbay.frontend.XenbusFrontend;
import org.xenbay.testkit.BackendContract;
import org.xenbay.testkit.GuestClient;

/** The contract of every device, and what a TPM adds to it; with a fake TPM. */
class VtpmBackendTest extends BackendContract {

    private static final byte[] COMMAND = command(12);
    /** TPM_RC_FAILURE. */
    private static final int FAILURE = 0x101;

    @TempDir
    Path folder;

    /** Present while there is a version of the backend. */
    private FakeTpm tpm;

    private int versions;
    private VtpmFrontend vtpm;

    private Path socket() {
        return folder.resolve("tpm" + System.identityHashCode(this) + ".sock");
    }

    private static byte[] command(int length) {
        return ByteBuffer.allocate(length)
                .putShort((short) 0x8001)
                .putInt(length)
                .putInt(0x17b)
                .array();
    }

    private static int code(byte[] response) {
        assertThat(response).hasSize(TpmMessage.HEADER);
        return ByteBuffer.wrap(response).getInt(6);
    }

    @Override
    protected XenDevOps newVersion() {
        if (versions++ == 0) {
            tpm = FakeTpm.at(socket());
        }
        return new VtpmBackend(Map.of());
    }

    @Override
    protected void stop(XenDevOps version) {
        if (--versions == 0) {
            tpm.close();
        }
    }

    @Override
    protected DeviceId device(int domain) {
        return new DeviceId(domain, "vtpm", 0);
    }

    @Override
    protected Map<String, String> options() {
        return Map.of("path", socket().toString());
    }

    @Override
    protected GuestClient client(Guest domain, FrontendThreads frontends, FrontendListener listener) {
        vtpm = new VtpmFrontend();
        return GuestClient.of(new XenbusFrontend(domain, 0, vtpm, frontends, listener), this::use);
    }

    /** A program that may send its command again: the TPM's response is lost when the daemon is killed meanwhile. */
    private void use() throws InterruptedException {
        byte[] response = vtpm.transmit(COMMAND);
        if (response.length == TpmMessage.HEADER && code(response) == FAILURE) {
            response = vtpm.transmit(COMMAND);
        }
        assertThat(response).isEqualTo(COMMAND);
    }

    private DeviceView device() {
        return admin().device(id()).orElseThrow();
    }

    /** Takes the place of the TPM that answers at once. */
    private void slowTpm() throws Exception {
        tpm.close();
        tpm = FakeTpm.slow(socket());
    }

    @Test
    void theLongestCommandIsAnswered() throws Exception {
        byte[] longest = command(4096 - 8);
        assertThat(vtpm.transmit(longest)).isEqualTo(longest);
    }

    @Test
    void aCommandThatIsLongerThanItSaysDoesNotReachTheTpm() throws Exception {
        vtpm.submit(COMMAND, COMMAND.length + 1, 0);
        assertThat(code(vtpm.response())).isEqualTo(0x142);
        vtpm.submit(COMMAND, TpmMessage.HEADER - 1, 0);
        assertThat(code(vtpm.response())).isEqualTo(0x142);
        assertThat(tpm.commands()).isEmpty();
    }

    /** As Linux's driver sends them at boot. */
    @Test
    void aCommandOfATpm12IsRefusedInItsWords() throws Exception {
        byte[] command = command(12);
        ByteBuffer.wrap(command).putShort((short) 0x00C1);
        assertThat(vtpm.transmit(command)).isEqualTo(command);
        vtpm.submit(command, command.length, 4);
        byte[] response = vtpm.response();
        assertThat(ByteBuffer.wrap(response).getShort()).isEqualTo((short) 0x00C4);
        assertThat(code(response)).isEqualTo(61);
    }

    @Test
    void aLocalityOfPrivilegedSoftwareIsRefused() throws Exception {
        vtpm.submit(COMMAND, COMMAND.length, 4);
        assertThat(code(vtpm.response())).isEqualTo(0x907);
        assertThat(tpm.commands()).isEmpty();
    }

    @Test
    void aLengthBeyondThePageEndsTheDevice() throws Exception {
        vtpm.submit(COMMAND, -1, 0);
        Awaitility.await()
                .untilAsserted(() -> assertThat(device().failure()).contains("a command of 4294967295 bytes"));
    }

    @Test
    void aTpmThatWasStartedAgainIsUsedAgain() throws Exception {
        vtpm.transmit(COMMAND);
        tpm.close();
        assertThat(code(vtpm.transmit(COMMAND))).isEqualTo(FAILURE);
        assertThat(device().explanation()).contains("did not answer the last command");

        tpm = FakeTpm.at(socket());
        assertThat(vtpm.transmit(COMMAND)).isEqualTo(COMMAND);
        assertThat(device().explanation()).doesNotContain("did not answer the last command");
    }

    /** A version that is replaced meanwhile cannot know whether the TPM carries the command out. */
    @Test
    void aCommandIsNeverCarriedOutTwice() throws Exception {
        slowTpm();
        vtpm.submit(COMMAND, COMMAND.length, 0);
        FakeTpm slow = tpm;
        slow.awaitCommand();
        replaceBackend();
        assertThat(code(vtpm.response())).isEqualTo(FAILURE);
        assertThat(slow.commands()).hasSize(1);
        assertThat(tpm.commands()).isEmpty();
    }

    @Test
    void aCancelledCommandHasNoResponse() throws Exception {
        slowTpm();
        vtpm.submit(COMMAND, COMMAND.length, 0);
        tpm.awaitCommand();
        vtpm.cancel();
        tpm.answer();
        vtpm.awaitTurn();
        assertThat(vtpm.state()).isEqualTo(VtpmPage.IDLE);
    }

    @Test
    void aCancelWithoutACommandIsAnswered() throws Exception {
        vtpm.cancel();
        vtpm.awaitTurn();
        assertThat(vtpm.state()).isEqualTo(VtpmPage.IDLE);
    }

    @Test
    void figuresCountCommands() throws Exception {
        vtpm.transmit(COMMAND);
        vtpm.transmit(COMMAND);
        assertThat(device().figure("commands")).contains(2L);
    }

    @Test
    void aDeviceHasThePathOfItsTpm() {
        DeviceId other = new DeviceId(id().domain(), "vtpm", 1);
        assertThatThrownBy(() -> admin().attach(other, Map.of())).hasMessageContaining("path=SOCKET");
        assertThatThrownBy(() -> admin().attach(other, Map.of("path", "tpm.sock"))).hasMessageContaining("from / on");
    }
}
