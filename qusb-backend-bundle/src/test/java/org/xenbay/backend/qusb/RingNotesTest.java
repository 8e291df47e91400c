// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.qusb;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.xenbay.api.ring.CorruptRingException;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.embedded.EmbeddedXen;

/** The guest can overwrite the notes in the ring's page. */
class RingNotesTest {

    private static final int FORM = 56;
    private static final int MAGIC = 0x514A_0000;

    /** A refusal would count against the code that refuses, and one guest could have an update undone for all. */
    @Test
    void aFormThatIsNotKnownIsACorruptRingAndNoRefusal() {
        try (EmbeddedXen xen = new EmbeddedXen()) {
            SharedMemory page = xen.create("hostile").grant(0, 1, true).memory();
            page.putIntRelease(FORM, MAGIC | 9);
            assertThatThrownBy(() -> UrbRing.resumed(page, () -> {}, 0))
                    .isInstanceOf(CorruptRingException.class)
                    .hasMessageContaining("version 9");
            assertThatThrownBy(() -> UrbRing.adopted(page, () -> {})).isInstanceOf(CorruptRingException.class);
        }
    }
}
