// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;
import org.xenbay.api.device.Parked;
import org.xenbay.api.device.RefusedStateException;
import org.xenbay.api.host.Transferable;

/** Damage in one device's state affects only that device. */
class HandoverFileTest {

    private static final DeviceId ONE = new DeviceId(1, "9pfs", 0);
    private static final DeviceId LARGE = new DeviceId(2, "9pfs", 0);
    private static final DeviceId OTHER = new DeviceId(3, "console", 0);
    private static final Map<String, String> PARAMETERS = Map.of("ring-ref", "8");

    @TempDir
    Path folder;

    private HandoverFile file() {
        return new HandoverFile(folder, () -> null);
    }

    private static boolean leave(HandoverFile file, DeviceId id, int size) {
        byte[] state = new byte[size];
        java.util.Arrays.fill(state, (byte) id.domain());
        return file.leave(id, Instant.EPOCH, PARAMETERS, new Parked(3, state));
    }

    private static void isThere(HandoverFile file, DeviceId id, int size) throws IOException {
        assertThat(file.left(id)).contains(PARAMETERS);
        assertThat(file.take(id).state()).hasSize(size).containsOnly(id.domain());
        assertThat(file.left(id)).isEmpty();
    }

    @Test
    void aStateThatIsTooLargeCostsItsOwnDeviceOnly() throws Exception {
        HandoverFile before = file();
        assertThat(leave(before, ONE, 100)).isTrue();
        assertThat(leave(before, LARGE, Records.MAX_BODY + 1)).isFalse();
        assertThat(leave(before, OTHER, 100)).isTrue();
        before.write();
        HandoverFile after = file();
        isThere(after, ONE, 100);
        isThere(after, OTHER, 100);
        assertThatThrownBy(() -> after.left(LARGE))
                .isInstanceOf(RefusedStateException.class)
                .hasMessageContaining("at most " + Records.MAX_BODY);
        assertThat(after.left(LARGE)).as("said once").isEmpty();
    }

    @Test
    void aRecordThatIsDamagedCostsItsOwnDeviceOnlyWhereverTheDamageIs() throws Exception {
        HandoverFile before = file();
        leave(before, ONE, 100);
        before.write();
        int first = (int) Files.size(folder.resolve("handover"));
        leave(before, ONE, 100);
        leave(before, LARGE, 3000);
        leave(before, OTHER, 100);
        before.write();
        byte[] right = Files.readAllBytes(folder.resolve("handover"));
        for (int at = first; at < first + 3000; at += 37) {
            byte[] wrong = right.clone();
            wrong[at] ^= 0x10;
            Files.write(folder.resolve("handover"), wrong);
            HandoverFile after = file();
            assertThatThrownBy(() -> after.left(LARGE))
                    .as("damage at " + at)
                    .isInstanceOf(RefusedStateException.class)
                    .hasMessageContaining("damaged");
            isThere(after, ONE, 100);
            assertThat(after.take(OTHER).state()).as("damage at " + at).hasSize(100);
        }
    }

    @Test
    void aDeviceWhoseOpenFilesAreKeptByNobodyAnyMoreIsToldSo() throws Exception {
        HandoverFile before = file();
        Map<String, AutoCloseable> resources = Map.of("log", new Kept());
        before.leave(ONE, Instant.EPOCH, PARAMETERS, new Parked(3, new byte[1], resources));
        before.write();
        assertThatThrownBy(() -> file().take(ONE))
                .isInstanceOf(IOException.class)
                .hasMessage("the service that kept its open files has gone");
    }

    private static final class Kept implements AutoCloseable, Transferable {
        @Override
        public String detach() {
            return "token";
        }

        @Override
        public String token() {
            return "token";
        }

        @Override
        public void close() {}
    }

    @Test
    void nothingIsLeftOfAFileThatWasNotCompleted() {
        leave(file(), ONE, 100);
        assertThat(file().left(ONE)).isEmpty();
    }

    @Test
    void theFileOfTheVersionBeforeIsRead() throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        SavedForm.write(new SavedDevice(ONE, Instant.EPOCH, PARAMETERS, 3, new byte[] {1, 1}, Map.of()), body);
        CRC32 sum = new CRC32();
        sum.update(body.toByteArray());
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(folder.resolve("handover")))) {
            out.writeInt(2);
            for (DeviceId id : new DeviceId[] {ONE, OTHER}) {
                out.writeUTF(id.toString());
                out.writeInt(16 + body.size());
                out.writeInt(0x5842_4456);
                out.writeInt(1);
                out.writeLong(sum.getValue() + (id.equals(OTHER) ? 1 : 0));
                out.write(body.toByteArray());
            }
        }
        HandoverFile after = file();
        isThere(after, ONE, 2);
        assertThatThrownBy(() -> after.left(OTHER)).hasMessageContaining("checksum");
    }
}
