// SPDX-License-Identifier: Apache-2.0
package org.xenbay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.guest.GrantedPages;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.embedded.EmbeddedXen;

class CrashableXenTest {

    private final EmbeddedXen xen = new EmbeddedXen();
    private final CrashableXen process = new CrashableXen(xen, new CrashPoints(new CountDownLatch(1)));
    private final Guest guest = xen.create("guest");
    private final GrantedPages pages = guest.grant(0, 2, true);

    @AfterEach
    void end() {
        xen.close();
    }

    @Test
    void aKilledProcessGivesItsMappingsBackAlsoThoseThatItsThreadsHold() {
        process.grants(guest.domain()).map(pages.references(), Access.READ_WRITE);
        SharedMemory held = process.foreignMemory().orElseThrow().map(guest.domain(), pages.frames(), Access.READ);
        held.hold();
        assertThat(xen.usage().mappedPages()).isEqualTo(4);

        process.unmap();

        assertThat(xen.usage().mappedPages()).isZero();
        assertThat(pages.revoke()).isTrue();
        xen.destroy(guest.domain());
        assertThat(xen.usage().domains()).as("a guest that ends is no zombie").isZero();
    }

    @Test
    void whatAProcessMapsIsTheGuestsMemoryAndWhatItUnmapsIsGivenBackAtOnce() {
        SharedMemory mapped = process.grants(guest.domain()).map(pages.references(), Access.READ_WRITE);
        mapped.putIntRelease(4096, 42);
        assertThat(pages.memory().getIntAcquire(4096)).isEqualTo(42);
        SharedMemory.Hold hold = mapped.hold();
        mapped.close();
        assertThat(xen.usage().mappedPages()).isEqualTo(2);
        hold.close();
        assertThat(xen.usage().mappedPages()).isZero();
        process.unmap();
        assertThat(xen.usage().mappedPages()).isZero();
    }
}
