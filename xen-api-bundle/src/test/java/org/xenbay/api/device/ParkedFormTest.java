// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParkedFormTest {

    private final ParkedForm form = new ParkedForm("lamp", 3, Long.BYTES);
    private final ParkedForm shorter = new ParkedForm("lamp", 3, Integer.BYTES);

    @Test
    void theSuccessorReadsTheFieldsAndGetsTheResources() {
        AutoCloseable resource = () -> {};

        Parked parked = form.encode(Map.of("bulb", resource), out -> out.writeUTF("warm"));

        assertThat(parked.version()).isEqualTo(3);
        assertThat(parked.resources()).containsEntry("bulb", resource);
        String fields = form.decode(parked, in -> in.readUTF());
        assertThat(fields).isEqualTo("warm");
    }

    @Test
    void theChecksumIsThatOfCrc32InFourOrEightBytes() {
        // The check value of CRC-32: that of the digits 1 to 9.
        ParkedForm.Encoder digits = out -> out.writeBytes("123456789");

        assertThat(form.encode(Map.of(), digits).state())
                .startsWith(0, 0, 0, 0, 0xCB, 0xF4, 0x39, 0x26, '1')
                .hasSize(17);
        assertThat(shorter.encode(Map.of(), digits).state())
                .startsWith(0xCB, 0xF4, 0x39, 0x26, '1')
                .hasSize(13);
    }

    @Test
    void anotherVersionIsRefused() {
        assertThatThrownBy(() -> form.decode(new Parked(2, new byte[8]), in -> in.readUTF()))
                .isInstanceOf(RefusedStateException.class)
                .hasMessage("the lamp was parked in version 2 of its state; this backend knows version 3");
    }

    @Test
    void everyFlippedBitAndEveryCutIsRefused() {
        for (ParkedForm each : new ParkedForm[] {form, shorter}) {
            byte[] state = each.encode(Map.of(), out -> out.writeUTF("warm")).state();
            for (int bit = 0; bit < 8 * state.length; bit++) {
                byte[] flipped = state.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                assertRefused(each, flipped);
            }
            for (int length = 0; length < state.length; length++) {
                assertRefused(each, Arrays.copyOf(state, length));
            }
        }
    }

    @Test
    void fieldsThatAreMissingAreRefused() {
        Parked parked = form.encode(Map.of(), out -> out.writeInt(7));

        assertThatThrownBy(() -> form.decode(parked, in -> in.readLong()))
                .isInstanceOf(RefusedStateException.class)
                .hasMessage("the parked lamp's state is damaged: it is too short");
    }

    @Test
    void aNumberIsBounded() {
        assertThat(form.bounded(9, 9)).isEqualTo(9);
        for (int wrong : new int[] {-1, 10}) {
            assertThatThrownBy(() -> form.bounded(wrong, 9))
                    .isInstanceOf(RefusedStateException.class)
                    .hasMessage("the parked lamp's state is damaged: a number is " + wrong);
        }
    }

    @Test
    void aChecksumHasFourOrEightBytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ParkedForm("lamp", 1, 5));
    }

    private static void assertRefused(ParkedForm form, byte[] state) {
        assertThatThrownBy(() -> form.decode(new Parked(3, state), in -> in.readUTF()))
                .isInstanceOf(RefusedStateException.class)
                .hasMessageContaining("damaged");
    }
}
