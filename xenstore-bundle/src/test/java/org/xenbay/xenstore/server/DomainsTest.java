// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.XenStore;
import org.xenbay.xenstore.testing.XenStoreContract;
import org.xenbay.xenstore.wire.Operation;

class DomainsTest extends ServerTest {

    @Test
    void aDomainIsIntroducedAndReleased() throws IOException {
        dom0.say(Operation.WATCH, "@introduceDomain", "in");
        dom0.say(Operation.WATCH, "@releaseDomain", "out");
        assertThat(dom0.eventsSoFar()).containsExactly("@introduceDomain|in", "@releaseDomain|out");
        assertThat(dom0.say(Operation.IS_DOMAIN_INTRODUCED, "7")).isEqualTo("F");
        assertThat(dom0.say(Operation.INTRODUCE, "7", "1234", "3")).isEqualTo("OK");
        assertThat(dom0.say(Operation.IS_DOMAIN_INTRODUCED, "7")).isEqualTo("T");
        assertThat(dom0.say(Operation.RESUME, "7")).isEqualTo("OK");
        assertThat(dom0.say(Operation.RELEASE, "7")).isEqualTo("OK");
        assertThat(dom0.say(Operation.IS_DOMAIN_INTRODUCED, "7")).isEqualTo("F");
        assertThat(dom0.events()).containsExactly("@introduceDomain|in", "@releaseDomain|out");
        assertThat(dom0.say(Operation.IS_DOMAIN_INTRODUCED, "0")).isEqualTo("T");
    }

    @Test
    void introducingAgainFiresNothing() throws IOException {
        dom0.say(Operation.INTRODUCE, "7", "1", "1");
        dom0.say(Operation.WATCH, "@introduceDomain", "in");
        assertThat(dom0.eventsSoFar()).hasSize(1);
        assertThat(dom0.say(Operation.INTRODUCE, "7", "1", "1")).isEqualTo("OK");
        assertThat(dom0.eventsSoFar()).isEmpty();
    }

    @Test
    void domainsThatAreNotThereOrNotValidAreRefused() throws IOException {
        assertThat(dom0.say(Operation.RELEASE, "7")).isEqualTo("!ENOENT");
        assertThat(dom0.say(Operation.RELEASE, "0")).isEqualTo("!EINVAL");
        assertThat(dom0.say(Operation.RESUME, "7")).isEqualTo("!ENOENT");
        assertThat(dom0.say(Operation.RELEASE, "x")).isEqualTo("!EINVAL");
        assertThat(dom0.say(Operation.INTRODUCE, "7")).isEqualTo("!EINVAL");
        assertThat(dom0.say(Operation.INTRODUCE, "7", "x", "1")).isEqualTo("!EINVAL");
        assertThat(dom0.say(Operation.IS_DOMAIN_INTRODUCED, "65536")).isEqualTo("!EINVAL");
        assertThat(dom0.say(Operation.SET_TARGET, "7", "8")).isEqualTo("!ENOENT");
    }

    @Test
    void aDomainPathIsTextOnly() throws IOException {
        assertThat(guest.say(Operation.GET_DOMAIN_PATH, "12345")).isEqualTo("/local/domain/12345");
        assertThat(guest.say(Operation.GET_DOMAIN_PATH, "")).isEqualTo("!EINVAL");
    }

    @Test
    void guestsMayNotManageDomains() throws IOException {
        assertThat(guest.say(Operation.INTRODUCE, "7", "1", "1")).isEqualTo("!EACCES");
        assertThat(guest.say(Operation.RELEASE, "7")).isEqualTo("!EACCES");
        assertThat(guest.say(Operation.RESUME, "7")).isEqualTo("!EACCES");
        assertThat(guest.say(Operation.SET_TARGET, "5", "7")).isEqualTo("!EACCES");
        assertThat(guest.say(Operation.IS_DOMAIN_INTRODUCED, "0")).isEqualTo("!EACCES");
        try (XenStore connection = store.connect(GUEST)) {
            assertThatThrownBy(() -> connection.isIntroduced(0))
                    .satisfies(XenStoreContract.refusedWith(StoreError.EACCES));
        }
    }

    @Test
    void guestsHearOfDomainsOnlyWhenTheyMay() throws IOException {
        guest.say(Operation.WATCH, "@releaseDomain", "t");
        assertThat(guest.eventsSoFar()).containsExactly("@releaseDomain|t");
        dom0.say(Operation.INTRODUCE, "7", "1", "1");
        dom0.say(Operation.RELEASE, "7");
        assertThat(guest.eventsSoFar()).isEmpty();
        assertThat(guest.say(Operation.GET_PERMS, "@releaseDomain")).isEqualTo("!EACCES");
        assertThat(guest.say(Operation.SET_PERMS, "@releaseDomain", "r5")).isEqualTo("!EACCES");
        assertThat(dom0.say(Operation.SET_PERMS, "@releaseDomain", "n0", "r5")).isEqualTo("OK");
        assertThat(dom0.say(Operation.GET_PERMS, "@releaseDomain")).isEqualTo("n0|r5");
        assertThat(dom0.say(Operation.GET_PERMS, "@other")).isEqualTo("!ENOENT");
        dom0.say(Operation.INTRODUCE, "7", "1", "1");
        dom0.say(Operation.RELEASE, "7");
        assertThat(guest.eventsSoFar()).containsExactly("@releaseDomain|t");
    }

    @Test
    void aReleasedDomainLosesItsConnectionsForGood() throws IOException {
        store.introduce(7);
        try (XenStore gone = store.connect(7)) {
            assertThat(gone.isConnected()).isTrue();
            store.release(7);
            assertThat(gone.isConnected()).isFalse();
            store.dropConnections();
            Awaitility.await().until(dom0IsGone());
            assertThat(gone.isConnected()).isFalse();
        }
        store.release(7);
    }

    private Callable<Boolean> dom0IsGone() {
        return () -> store.statistics().connections() == 0;
    }

    @Test
    void aTargetLendsItsRights() throws IOException {
        dom0.say(Operation.INTRODUCE, "5", "1", "1");
        dom0.say(Operation.INTRODUCE, "7", "1", "1");
        dom0.say(Operation.WRITE, "/private", "x");
        dom0.say(Operation.SET_PERMS, "/private", "n7");
        assertThat(guest.say(Operation.READ, "/private")).isEqualTo("!EACCES");
        assertThat(dom0.say(Operation.SET_TARGET, "5", "7")).isEqualTo("OK");
        assertThat(guest.say(Operation.READ, "/private")).isEqualTo("x");
    }
}
