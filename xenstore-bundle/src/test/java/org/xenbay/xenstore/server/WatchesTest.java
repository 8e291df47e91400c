// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.xenbay.xenstore.testing.RawClient;
import org.xenbay.xenstore.wire.Message;
import org.xenbay.xenstore.wire.Operation;
import org.xenbay.xenstore.wire.Payload;

/** The rules W1 to W15 of the C daemon, as they are seen on the wire. */
class WatchesTest extends ServerTest {

    private void watch(String path, String token) throws IOException {
        assertThat(dom0.say(Operation.WATCH, path, token)).isEqualTo("OK");
        assertThat(dom0.eventsSoFar()).containsExactly(path + "|" + token);
    }

    @Test
    void theReplyComesFirstAndThenOneEventWhetherOrNotThereIsSuchANode() throws IOException {
        dom0.send(Operation.WATCH.code(), 0, Payload.ofStrings("/no/such/node", "t"));
        assertThat(RawClient.words(dom0.next().orElseThrow())).isEqualTo("OK");
        Message event = dom0.next().orElseThrow();
        assertThat(event.is(Operation.WATCH_EVENT)).isTrue();
        assertThat(RawClient.words(event)).isEqualTo("/no/such/node|t");
        assertThat(dom0.eventsSoFar()).isEmpty();
    }

    @Test
    void aNodeThatCannotBeReadFiresAtFirstTooAndNeverAgain() throws IOException {
        assertThat(guest.say(Operation.WATCH, "/closed", "t")).isEqualTo("OK");
        assertThat(guest.eventsSoFar()).containsExactly("/closed|t");
        dom0.say(Operation.WRITE, "/closed", "1");
        dom0.say(Operation.WRITE, "/closed", "2");
        assertThat(guest.eventsSoFar()).isEmpty();
        dom0.say(Operation.SET_PERMS, "/closed", "r0");
        assertThat(guest.eventsSoFar()).containsExactly("/closed|t");
        dom0.say(Operation.SET_PERMS, "/closed", "n0");
        assertThat(guest.eventsSoFar()).as("it could read the node before").containsExactly("/closed|t");
        dom0.say(Operation.WRITE, "/closed", "3");
        assertThat(guest.eventsSoFar()).isEmpty();
    }

    @Test
    void aChildOfAReadableNodeIsSeenComeAndGo() throws IOException {
        dom0.say(Operation.MKDIR, "/home");
        dom0.say(Operation.SET_PERMS, "/home", "r0");
        dom0.say(Operation.WRITE, "/home/secret", "1");
        dom0.say(Operation.SET_PERMS, "/home/secret", "n0");
        guest.say(Operation.WATCH, "/home", "t");
        guest.eventsSoFar();
        dom0.say(Operation.WRITE, "/home/secret", "2");
        assertThat(guest.eventsSoFar()).containsExactly("/home/secret|t");
        dom0.say(Operation.RM, "/home/secret");
        assertThat(guest.eventsSoFar()).containsExactly("/home/secret|t");
    }

    @Test
    void everyKindOfChangeFires() throws IOException {
        watch("/a", "t");
        dom0.say(Operation.WRITE, "/a", "1");
        dom0.say(Operation.WRITE, "/a", "1");
        assertThat(dom0.eventsSoFar()).as("also when the value stays").hasSize(2);
        dom0.say(Operation.MKDIR, "/a/b");
        assertThat(dom0.eventsSoFar()).containsExactly("/a/b|t");
        dom0.say(Operation.MKDIR, "/a/b");
        assertThat(dom0.eventsSoFar()).as("mkdir of what is there").isEmpty();
        dom0.say(Operation.SET_PERMS, "/a/b", "r0");
        assertThat(dom0.eventsSoFar()).containsExactly("/a/b|t");
        dom0.say(Operation.RM, "/a/missing");
        assertThat(dom0.eventsSoFar()).isEmpty();
        dom0.say(Operation.RM, "/a/b");
        assertThat(dom0.eventsSoFar()).containsExactly("/a/b|t");
    }

    @Test
    void aChangeFiresTheWatchesAtTheNodeAndAboveAndNoOthers() throws IOException {
        watch("/", "root");
        watch("/a", "a");
        watch("/a/b", "b");
        watch("/a/b/c", "c");
        watch("/a/bb", "bb");
        dom0.say(Operation.WRITE, "/a/b", "1");
        assertThat(dom0.eventsSoFar()).containsExactlyInAnyOrder("/a/b|root", "/a/b|a", "/a/b|b");
    }

    @Test
    void parentsMadeOnTheWayDoNotFireByThemselves() throws IOException {
        watch("/a", "t");
        watch("/a/b", "u");
        dom0.say(Operation.WRITE, "/a/b/c", "1");
        assertThat(dom0.eventsSoFar()).containsExactlyInAnyOrder("/a/b/c|t", "/a/b/c|u");
    }

    @Test
    void aRemovalFiresItsOwnPathAboveAndExactWatchesBelow() throws IOException {
        dom0.say(Operation.WRITE, "/x/fe/state", "1");
        dom0.say(Operation.WRITE, "/x/fe/deep/er", "1");
        watch("/x", "above");
        watch("/x/fe", "exact");
        watch("/x/fe/state", "below");
        watch("/x/fe/deep", "deep");
        watch("/x/fe/missing", "missing");
        dom0.say(Operation.RM, "/x/fe");
        assertThat(dom0.eventsSoFar())
                .containsExactlyInAnyOrder("/x/fe|above", "/x/fe|exact", "/x/fe/state|below", "/x/fe/deep|deep");
    }

    @Test
    void aTransactionFiresWhenItIsCommittedAndOnceANode() throws IOException {
        dom0.say(Operation.WRITE, "/a/old/state", "1");
        watch("/a", "t");
        watch("/a/old/state", "u");
        int id = Integer.parseInt(dom0.say(Operation.TRANSACTION_START, ""));
        dom0.sayIn(id, Operation.WRITE, "/a/x", "1");
        dom0.sayIn(id, Operation.WRITE, "/a/y", "1");
        dom0.sayIn(id, Operation.WRITE, "/a/x", "2");
        dom0.sayIn(id, Operation.RM, "/a/old");
        assertThat(dom0.eventsSoFar()).isEmpty();
        assertThat(dom0.sayIn(id, Operation.TRANSACTION_END, "T")).isEqualTo("OK");
        assertThat(dom0.events()).containsExactly("/a/x|t", "/a/y|t", "/a/old|t", "/a/old/state|u");
    }

    @Test
    void aTransactionThatIsGivenUpFiresNothing() throws IOException {
        watch("/a", "t");
        int id = Integer.parseInt(dom0.say(Operation.TRANSACTION_START, ""));
        dom0.sayIn(id, Operation.WRITE, "/a/x", "1");
        dom0.sayIn(id, Operation.TRANSACTION_END, "F");
        assertThat(dom0.eventsSoFar()).isEmpty();
    }

    @Test
    void theEventOfAnOwnChangeComesBeforeItsReply() throws IOException {
        watch("/a", "t");
        dom0.send(Operation.WRITE.code(), 0, Payload.ofStringAndValue("/a", new byte[1]));
        assertThat(dom0.next().orElseThrow().is(Operation.WATCH_EVENT)).isTrue();
        assertThat(dom0.next().orElseThrow().is(Operation.WRITE)).isTrue();
    }

    @Test
    void eventsThatWaitAreNotRepeated() throws IOException {
        watch("/a", "t");
        byte[] write = Payload.ofStringAndValue("/a/same", new byte[1]);
        try (RawClient writer = new RawClient(server.path())) {
            for (int i = 0; i < 20_000; i++) {
                writer.ask(Operation.WRITE, 0, write);
            }
        }
        int events = dom0.eventsSoFar().size();
        assertThat(events).isBetween(1, 19_999);
    }

    @Test
    void anEventTooLongForAMessageIsDropped() throws IOException {
        String token = "t".repeat(2_000);
        watch("/a", token);
        dom0.say(Operation.WRITE, "/a/" + "x".repeat(2_500), "1");
        assertThat(dom0.eventsSoFar()).isEmpty();
        dom0.say(Operation.WRITE, "/a/y", "1");
        assertThat(dom0.eventsSoFar()).containsExactly("/a/y|" + token);
    }

    @Test
    void aRelativeWatchTellsRelativePaths() throws IOException {
        assertThat(guest.say(Operation.WATCH, "device", "t")).isEqualTo("OK");
        assertThat(guest.eventsSoFar()).containsExactly("device|t");
        dom0.say(Operation.MKDIR, "/local/domain/5");
        dom0.say(Operation.SET_PERMS, "/local/domain/5", "r0");
        dom0.say(Operation.WRITE, "/local/domain/5/device/vkbd/0/state", "1");
        assertThat(guest.eventsSoFar()).containsExactly("device/vkbd/0/state|t");
        assertThat(guest.say(Operation.UNWATCH, "/local/domain/5/device", "t")).isEqualTo("OK");
    }

    @Test
    void oneNodeWithTwoTokensIsToldTwice() throws IOException {
        watch("/a", "t");
        watch("/a", "u");
        dom0.say(Operation.WRITE, "/a", "1");
        assertThat(dom0.eventsSoFar()).containsExactlyInAnyOrder("/a|t", "/a|u");
    }

    @Test
    void watchesGoWithTheirConnection() throws IOException {
        try (RawClient other = new RawClient(server.path())) {
            other.say(Operation.WATCH, "/a", "t");
            other.say(Operation.TRANSACTION_START, "");
            assertThat(store.statistics()).isEqualTo(new StoreStatistics(1, 1, 1, 3));
        }
        Awaitility.await().until(() -> store.statistics().equals(new StoreStatistics(1, 0, 0, 2)));
    }

    @Test
    void resettingDropsWatchesAndTransactions() throws IOException {
        watch("/a", "t");
        int id = Integer.parseInt(dom0.say(Operation.TRANSACTION_START, ""));
        assertThat(dom0.say(Operation.RESET_WATCHES, "")).isEqualTo("OK");
        assertThat(dom0.sayIn(id, Operation.TRANSACTION_END, "T")).isEqualTo("!ENOENT");
        dom0.say(Operation.WRITE, "/a", "1");
        assertThat(dom0.eventsSoFar()).isEmpty();
        assertThat(dom0.say(Operation.WATCH, "/a", "t")).isEqualTo("OK");
    }

    @Test
    void theTransactionOfAWatchRequestIsIgnored() throws IOException {
        Message reply = dom0.ask(Operation.WATCH, 4711, Payload.ofStrings("/a", "t"));
        assertThat(RawClient.words(reply)).isEqualTo("OK");
    }

    @Test
    void aClientThatLeavesTooMuchUnreadIsDisconnectedAndTheOthersGoOn() throws IOException {
        try (RawClient lazy = new RawClient(server.path())) {
            lazy.say(Operation.WATCH, "/flood", "t");
            String deep = "/flood/" + "x".repeat(1_000);
            List<Integer> written = new ArrayList<>();
            while (store.statistics().connections() == 3 && written.size() < 100_000) {
                dom0.say(Operation.WRITE, deep + "/" + written.size(), "1");
                written.add(written.size());
            }
            assertThat(store.statistics().connections()).isEqualTo(2);
            assertThat(store.statistics().watches()).isZero();
            Optional<Message> last = lazy.next();
            while (last.isPresent()) {
                last = lazy.next();
            }
            assertThat(dom0.say(Operation.READ, deep + "/0")).isEqualTo("1");
        }
    }
}
