// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.xenstore.testing.RawClient;
import org.xenbay.xenstore.wire.Message;
import org.xenbay.xenstore.wire.Operation;
import org.xenbay.xenstore.wire.Payload;

class WireErrorsTest extends ServerTest {

    private String raw(Operation operation, String payload) throws IOException {
        return RawClient.words(dom0.ask(operation, 0, payload.getBytes(US_ASCII)));
    }

    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"READ", "DIRECTORY", "GET_PERMS", "MKDIR", "RM", "WRITE", "WATCH", "UNWATCH", "SET_PERMS"})
    void aPayloadWithoutItsNulIsMalformed(Operation operation) throws IOException {
        assertThat(raw(operation, "/a")).isEqualTo("!EINVAL");
        assertThat(raw(operation, "")).isEqualTo("!EINVAL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/", "//", "/a//b", "/a b", "/ä", "", "/a.b", "@introduceDomain", "/a:b", "a/"})
    void aPathThatBreaksARuleIsInvalid(String path) throws IOException {
        assertThat(dom0.say(Operation.READ, path)).isEqualTo("!EINVAL");
        assertThat(dom0.say(Operation.MKDIR, path)).isEqualTo("!EINVAL");
        if (!path.startsWith("@")) {
            assertThat(dom0.say(Operation.WATCH, path, "t")).isEqualTo("!EINVAL");
        }
    }

    @Test
    void pathsHaveALongestLength() throws IOException {
        assertThat(dom0.say(Operation.READ, "/" + "a".repeat(3071))).isEqualTo("!ENOENT");
        assertThat(dom0.say(Operation.READ, "/" + "a".repeat(3072))).isEqualTo("!EINVAL");
        assertThat(dom0.say(Operation.READ, "a".repeat(2048))).isEqualTo("!ENOENT");
        assertThat(dom0.say(Operation.READ, "a".repeat(2049))).isEqualTo("!EINVAL");
        assertThat(guest.say(Operation.READ, "/" + "a".repeat(2047))).isEqualTo("!EACCES");
        assertThat(guest.say(Operation.READ, "/" + "a".repeat(2048))).isEqualTo("!EINVAL");
        assertThat(guest.say(Operation.READ, "/local/domain/5/" + "a".repeat(2048)))
                .isEqualTo("!EACCES");
        assertThat(guest.say(Operation.READ, "/local/domain/5/" + "a".repeat(2049)))
                .isEqualTo("!EINVAL");
    }

    @Test
    void aRelativePathStartsAtTheCallersHome() throws IOException {
        dom0.say(Operation.WRITE, "name", "Domain-0");
        assertThat(dom0.say(Operation.READ, "/local/domain/0/name")).isEqualTo("Domain-0");
    }

    @Test
    void whatIsNotThereIsMissing() throws IOException {
        assertThat(dom0.say(Operation.READ, "/missing")).isEqualTo("!ENOENT");
        assertThat(dom0.say(Operation.DIRECTORY, "/missing")).isEqualTo("!ENOENT");
        assertThat(dom0.say(Operation.GET_PERMS, "/missing")).isEqualTo("!ENOENT");
        assertThat(dom0.say(Operation.SET_PERMS, "/missing", "r0")).isEqualTo("!ENOENT");
        assertThat(dom0.say(Operation.RM, "/missing")).isEqualTo("OK");
        assertThat(dom0.say(Operation.RM, "/missing/below")).isEqualTo("!ENOENT");
        assertThat(dom0.say(Operation.UNWATCH, "/missing", "t")).isEqualTo("!ENOENT");
        assertThat(dom0.sayIn(99, Operation.READ, "/")).isEqualTo("!ENOENT");
        assertThat(dom0.sayIn(99, Operation.TRANSACTION_END, "T")).isEqualTo("!ENOENT");
        assertThat(dom0.say(Operation.TRANSACTION_END, "T")).isEqualTo("!ENOENT");
    }

    @Test
    void theRootCannotBeRemoved() throws IOException {
        assertThat(dom0.say(Operation.RM, "/")).isEqualTo("!EINVAL");
    }

    @Test
    void aWatchCannotBeSetTwice() throws IOException {
        assertThat(dom0.say(Operation.WATCH, "/a", "t")).isEqualTo("OK");
        assertThat(dom0.say(Operation.WATCH, "/a", "t")).isEqualTo("!EEXIST");
        assertThat(dom0.say(Operation.WATCH, "/a", "u")).isEqualTo("OK");
        assertThat(dom0.say(Operation.UNWATCH, "/a", "t")).isEqualTo("OK");
        assertThat(dom0.say(Operation.UNWATCH, "/a", "t")).isEqualTo("!ENOENT");
        assertThat(store.statistics().watches()).isEqualTo(1);
    }

    @Test
    void transactionsDoNotNest() throws IOException {
        int id = Integer.parseInt(dom0.say(Operation.TRANSACTION_START, ""));
        assertThat(dom0.sayIn(id, Operation.TRANSACTION_START, "")).isEqualTo("!EBUSY");
        assertThat(dom0.sayIn(id, Operation.TRANSACTION_END, "X")).isEqualTo("!EINVAL");
        assertThat(dom0.sayIn(id, Operation.TRANSACTION_END, "F")).isEqualTo("OK");
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 16, 20, 23, 24, 25, 26, 27, 1000, 0xffff, -1})
    void unknownOperationsAreNotImplemented(int type) throws IOException {
        int id = dom0.send(type, 0, new byte[] {0});
        Message reply = dom0.next().orElseThrow();
        assertThat(RawClient.words(reply)).isEqualTo("!ENOSYS");
        assertThat(reply.requestId()).isEqualTo(id);
    }

    @Test
    void aMessageTooLongEndsTheConnectionAndNoOther() throws IOException {
        dom0.send(Operation.WRITE.code(), 0, new byte[Message.MAX_PAYLOAD + 1]);
        assertThat(dom0.next()).isEmpty();
        try (RawClient other = new RawClient(server.path())) {
            assertThat(other.say(Operation.READ, "/")).isEmpty();
        }
    }

    @Test
    void anAbsurdLengthEndsTheConnection() throws IOException {
        byte[] header = new byte[16];
        header[15] = (byte) 0xff;
        dom0.sendBytes(header);
        assertThat(dom0.next()).isEmpty();
    }

    @Test
    void aDirectoryTooLongForAMessageIsReadInParts() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            dom0.say(Operation.MKDIR, String.format("/many/%06d", i));
        }
        assertThat(dom0.say(Operation.DIRECTORY, "/many")).isEqualTo("!E2BIG");
        StringBuilder names = new StringBuilder();
        String generation = null;
        boolean last = false;
        while (!last) {
            byte[] part = dom0.ask(Operation.DIRECTORY_PART, 0, Payload.ofStrings("/many", "" + names.length()))
                    .payload();
            assertThat(part.length).isLessThanOrEqualTo(Message.MAX_PAYLOAD);
            String now = Payload.firstString(part).orElseThrow();
            assertThat(generation == null ? now : generation).isEqualTo(now);
            generation = now;
            String received = new String(Payload.afterFirstString(part), US_ASCII);
            last = received.endsWith("\0\0");
            names.append(last ? received.substring(0, received.length() - 1) : received);
        }
        assertThat(names.toString().split("\0"))
                .hasSize(1_000)
                .startsWith("000000")
                .endsWith("000999");
        dom0.say(Operation.MKDIR, "/many/other");
        byte[] later = dom0.ask(Operation.DIRECTORY_PART, 0, Payload.ofStrings("/many", "0"))
                .payload();
        assertThat(Payload.firstString(later)).isPresent().get().isNotEqualTo(generation);
        assertThat(dom0.say(Operation.DIRECTORY_PART, "/many", "x")).isEqualTo("!EINVAL");
        assertThat(dom0.say(Operation.DIRECTORY_PART, "/many")).isEqualTo("!EINVAL");
        assertThat(dom0.say(Operation.DIRECTORY_PART, "/missing", "0")).isEqualTo("!ENOENT");
        dom0.say(Operation.MKDIR, "/none");
        assertThat(dom0.ask(Operation.DIRECTORY_PART, 0, Payload.ofStrings("/none", "0"))
                        .payload())
                .endsWith(0, 0);
    }

    @Test
    void permissionTextsAreChecked() throws IOException {
        dom0.say(Operation.MKDIR, "/a");
        for (String bad : new String[] {"x0", "r", "r-1", "0", "r99999", ""}) {
            assertThat(dom0.say(Operation.SET_PERMS, "/a", bad)).as(bad).isEqualTo("!EINVAL");
        }
        assertThat(dom0.say(Operation.SET_PERMS, "/a")).isEqualTo("!EINVAL");
        assertThat(dom0.say(Operation.SET_PERMS, "/a", "n5", "r0", "b7")).isEqualTo("OK");
        assertThat(dom0.say(Operation.GET_PERMS, "/a")).isEqualTo("n5|r0|b7");
    }

    @Test
    void requestsSentTogetherAreAnsweredInOrder() throws IOException {
        int first = dom0.send(Operation.READ.code(), 0, Payload.ofStrings("/"));
        for (int i = 1; i < 5_000; i++) {
            dom0.send(Operation.READ.code(), 0, Payload.ofStrings(i % 2 == 0 ? "/" : "/missing"));
        }
        for (int i = 0; i < 5_000; i++) {
            Message reply = dom0.next().orElseThrow();
            assertThat(reply.requestId()).isEqualTo(first + i);
            assertThat(reply.is(Operation.READ)).isEqualTo(i % 2 == 0);
        }
    }

    @Test
    void theDaemonIsAskedAboutItself() throws IOException {
        assertThat(dom0.say(Operation.CONTROL, "help")).contains("check");
        dom0.say(Operation.WRITE, "/a/b/c", "1");
        dom0.say(Operation.RM, "/a/b");
        assertThat(dom0.say(Operation.CONTROL, "check")).isEqualTo("OK");
        assertThat(dom0.say(Operation.CONTROL, "memreport")).contains("nodes=2");
        assertThat(dom0.say(Operation.CONTROL, "nonsense")).isEqualTo("!EINVAL");
        assertThat(guest.say(Operation.CONTROL, "help")).isEqualTo("!EACCES");
    }
}
