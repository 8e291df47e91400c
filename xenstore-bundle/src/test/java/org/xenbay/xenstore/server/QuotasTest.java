// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenbay.xenstore.testing.RawClient;
import org.xenbay.xenstore.wire.Operation;

class QuotasTest extends ServerTest {

    private static final String HOME = "/local/domain/5";

    @Override
    Quotas quotas() {
        return new Quotas(10, 3, 64, 2, 3, 6, 100);
    }

    @BeforeEach
    void makeHome() throws IOException {
        dom0.say(Operation.MKDIR, HOME);
        dom0.say(Operation.SET_PERMS, HOME, "n5");
    }

    @Test
    void theDefaultsAreThoseOfTheCDaemon() {
        assertThat(Quotas.DEFAULT).isEqualTo(new Quotas(1000, 128, 2048, 10, 5, 1024, 2048));
    }

    @Test
    void aGuestOwnsSoManyNodes() throws IOException {
        for (int i = 1; i < 10; i++) {
            assertThat(guest.say(Operation.WRITE, "n" + i, "1")).isEqualTo("OK");
        }
        assertThat(guest.say(Operation.WRITE, "n10", "1")).isEqualTo("!ENOSPC");
        assertThat(guest.say(Operation.WRITE, "n9", "2"))
                .as("what is there may change")
                .isEqualTo("OK");
        guest.say(Operation.RM, "n1");
        assertThat(guest.say(Operation.MKDIR, "a/b"))
                .as("two nodes, room for one")
                .isEqualTo("!ENOSPC");
        assertThat(guest.say(Operation.MKDIR, "n10")).isEqualTo("OK");
        dom0.say(Operation.WRITE, HOME + "/by-dom0", "1");
        assertThat(dom0.say(Operation.GET_PERMS, HOME + "/by-dom0")).isEqualTo("n5");
        assertThat(guest.say(Operation.RM, "n2")).isEqualTo("OK");
        assertThat(guest.say(Operation.MKDIR, "again"))
                .as("dom0's node counts as the guest's")
                .isEqualTo("!ENOSPC");
        dom0.say(Operation.SET_PERMS, HOME + "/by-dom0", "n0");
        assertThat(guest.say(Operation.MKDIR, "again")).isEqualTo("OK");
    }

    @Test
    void nodesOfOpenTransactionsCount() throws IOException {
        int id = Integer.parseInt(guest.say(Operation.TRANSACTION_START, ""));
        for (int i = 1; i <= 3; i++) {
            assertThat(guest.sayIn(id, Operation.MKDIR, "t" + i)).isEqualTo("OK");
        }
        for (int i = 1; i <= 7; i++) {
            assertThat(dom0.say(Operation.MKDIR, HOME + "/other/n" + i)).isEqualTo("OK");
        }
        String end = guest.sayIn(id, Operation.TRANSACTION_END, "T");
        assertThat(end).as("too many by now").isEqualTo("!ENOSPC");
        assertThat(dom0.say(Operation.CONTROL, "check")).isEqualTo("OK");
    }

    @Test
    void aGuestSetsSoManyWatches() throws IOException {
        for (int i = 1; i <= 3; i++) {
            assertThat(guest.say(Operation.WATCH, "w" + i, "t")).isEqualTo("OK");
        }
        assertThat(guest.say(Operation.WATCH, "w4", "t")).isEqualTo("!E2BIG");
        assertThat(guest.say(Operation.UNWATCH, "w1", "t")).isEqualTo("OK");
        assertThat(guest.say(Operation.WATCH, "w4", "t")).isEqualTo("OK");
        try (RawClient second = new RawClient(guestServer.path())) {
            assertThat(second.say(Operation.WATCH, "w5", "t"))
                    .as("on all connections together")
                    .isEqualTo("!E2BIG");
        }
    }

    @Test
    void aGuestOpensSoManyTransactions() throws IOException {
        String first = guest.say(Operation.TRANSACTION_START, "");
        assertThat(guest.say(Operation.TRANSACTION_START, "")).isNotEqualTo(first);
        assertThat(guest.say(Operation.TRANSACTION_START, "")).isEqualTo("!ENOSPC");
        guest.sayIn(Integer.parseInt(first), Operation.TRANSACTION_END, "F");
        assertThat(guest.say(Operation.TRANSACTION_START, "")).doesNotStartWith("!");
    }

    @Test
    void aNodeHasABiggestSize() throws IOException {
        assertThat(guest.say(Operation.WRITE, "a", "x".repeat(56))).isEqualTo("OK");
        assertThat(guest.say(Operation.WRITE, "a", "x".repeat(57))).isEqualTo("!ENOSPC");
        assertThat(guest.say(Operation.WRITE, "b", "x".repeat(57))).isEqualTo("!ENOSPC");
        assertThat(guest.say(Operation.WRITE, "c".repeat(60), ""))
                .as("its parent lists its name")
                .isEqualTo("!ENOSPC");
        assertThat(guest.say(Operation.SET_PERMS, "a", "n5", "r1")).isEqualTo("!ENOSPC");
    }

    @Test
    void aPermissionListHasALength() throws IOException {
        guest.say(Operation.MKDIR, "a");
        assertThat(guest.say(Operation.SET_PERMS, "a", "n5", "r1", "r2")).isEqualTo("OK");
        assertThat(guest.say(Operation.SET_PERMS, "a", "n5", "r1", "r2", "r3")).isEqualTo("!ENOSPC");
    }

    @Test
    void aTransactionTouchesSoManyNodes() throws IOException {
        int id = Integer.parseInt(guest.say(Operation.TRANSACTION_START, ""));
        for (int i = 1; i <= 6; i++) {
            assertThat(guest.sayIn(id, Operation.READ, "r" + i)).isEqualTo("!ENOENT");
        }
        assertThat(guest.sayIn(id, Operation.READ, "r1")).as("touched before").isEqualTo("!ENOENT");
        assertThat(guest.sayIn(id, Operation.READ, "r7")).isEqualTo("!ENOSPC");
    }

    @Test
    void aPathHasALength() throws IOException {
        assertThat(guest.say(Operation.READ, "p".repeat(100))).isEqualTo("!ENOENT");
        assertThat(guest.say(Operation.READ, "p".repeat(101))).isEqualTo("!EINVAL");
    }

    @Test
    void domainZeroIsExempt() throws IOException {
        for (int i = 0; i < 20; i++) {
            assertThat(dom0.say(Operation.WRITE, "/x/n" + i, "x".repeat(1_000))).isEqualTo("OK");
            assertThat(dom0.say(Operation.WATCH, "/x", "t" + i)).isEqualTo("OK");
            assertThat(dom0.say(Operation.TRANSACTION_START, "")).doesNotStartWith("!");
        }
        assertThat(dom0.say(Operation.SET_PERMS, "/x", "n0", "r1", "r2", "r3", "r4", "r5"))
                .isEqualTo("OK");
    }
}
