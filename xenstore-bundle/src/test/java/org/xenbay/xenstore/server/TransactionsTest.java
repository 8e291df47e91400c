// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xenbay.xenstore.wire.Operation;

class TransactionsTest extends ServerTest {

    private int id;

    @BeforeEach
    void begin() throws IOException {
        dom0.say(Operation.WRITE, "/a/value", "old");
        dom0.say(Operation.WRITE, "/b/value", "old");
        id = Integer.parseInt(dom0.say(Operation.TRANSACTION_START, ""));
    }

    private String in(Operation operation, String... strings) throws IOException {
        return dom0.sayIn(id, operation, strings);
    }

    private String out(Operation operation, String... strings) throws IOException {
        return dom0.say(operation, strings);
    }

    private String commit() throws IOException {
        return in(Operation.TRANSACTION_END, "T");
    }

    @Test
    void itReadsTheStoreAsItWasAtItsStart() throws IOException {
        out(Operation.WRITE, "/a/value", "new");
        out(Operation.WRITE, "/b/more", "new");
        assertThat(in(Operation.READ, "/a/value")).isEqualTo("old");
        assertThat(in(Operation.DIRECTORY, "/b")).isEqualTo("value");
    }

    @Test
    void itSeesItsOwnChangesAndNobodyElseDoes() throws IOException {
        in(Operation.WRITE, "/a/value", "new");
        in(Operation.RM, "/b");
        assertThat(in(Operation.READ, "/a/value")).isEqualTo("new");
        assertThat(in(Operation.READ, "/b/value")).isEqualTo("!ENOENT");
        assertThat(out(Operation.READ, "/a/value")).isEqualTo("old");
        assertThat(out(Operation.READ, "/b/value")).isEqualTo("old");
        assertThat(commit()).isEqualTo("OK");
        assertThat(out(Operation.READ, "/a/value")).isEqualTo("new");
        assertThat(out(Operation.READ, "/b")).isEqualTo("!ENOENT");
    }

    @Test
    void aChangeOfWhatItReadIsAConflict() throws IOException {
        in(Operation.READ, "/a/value");
        out(Operation.WRITE, "/a/value", "old");
        assertThat(commit()).as("even when the value is the same").isEqualTo("!EAGAIN");
        assertThat(commit()).as("its number is free then").isEqualTo("!ENOENT");
    }

    @Test
    void aNodeThatHasComeIsAConflictWithItsAbsence() throws IOException {
        in(Operation.READ, "/a/missing");
        out(Operation.WRITE, "/a/missing", "1");
        assertThat(commit()).isEqualTo("!EAGAIN");
    }

    @Test
    void aNewChildIsAConflictWithItsParentsList() throws IOException {
        in(Operation.DIRECTORY, "/a");
        out(Operation.MKDIR, "/a/more");
        assertThat(commit()).isEqualTo("!EAGAIN");
    }

    @Test
    void aChangeFurtherDownIsNone() throws IOException {
        in(Operation.DIRECTORY, "/a");
        out(Operation.WRITE, "/a/value", "new");
        assertThat(commit()).isEqualTo("OK");
    }

    @Test
    void twoWritesOfOneNodeAreAConflict() throws IOException {
        in(Operation.WRITE, "/a/value", "mine");
        out(Operation.WRITE, "/a/value", "theirs");
        assertThat(commit()).isEqualTo("!EAGAIN");
        assertThat(out(Operation.READ, "/a/value")).isEqualTo("theirs");
    }

    @Test
    void twoNewChildrenOfOneParentAreAConflict() throws IOException {
        in(Operation.MKDIR, "/a/mine");
        out(Operation.MKDIR, "/a/theirs");
        assertThat(commit()).isEqualTo("!EAGAIN");
    }

    @Test
    void changedPermissionsAreAConflict() throws IOException {
        in(Operation.GET_PERMS, "/a");
        out(Operation.SET_PERMS, "/a", "r0");
        assertThat(commit()).isEqualTo("!EAGAIN");
    }

    @Test
    void aChangeBelowWhatItRemovedIsAConflict() throws IOException {
        in(Operation.RM, "/a");
        out(Operation.WRITE, "/a/value", "new");
        assertThat(commit()).isEqualTo("!EAGAIN");
        assertThat(out(Operation.READ, "/a/value")).isEqualTo("new");
    }

    @Test
    void aRemovedParentIsAConflict() throws IOException {
        in(Operation.WRITE, "/a/value", "new");
        out(Operation.RM, "/a");
        assertThat(commit()).isEqualTo("!EAGAIN");
        assertThat(out(Operation.READ, "/a")).isEqualTo("!ENOENT");
    }

    @Test
    void changesElsewhereAreBroughtTogether() throws IOException {
        in(Operation.WRITE, "/a/value", "mine");
        in(Operation.WRITE, "/a/deep/er", "mine");
        in(Operation.SET_PERMS, "/a/deep", "r5");
        out(Operation.WRITE, "/b/value", "theirs");
        out(Operation.MKDIR, "/b/more");
        assertThat(commit()).isEqualTo("OK");
        assertThat(out(Operation.READ, "/a/value")).isEqualTo("mine");
        assertThat(out(Operation.READ, "/a/deep/er")).isEqualTo("mine");
        assertThat(out(Operation.GET_PERMS, "/a/deep")).isEqualTo("r5");
        assertThat(out(Operation.READ, "/b/value")).isEqualTo("theirs");
        assertThat(out(Operation.DIRECTORY, "/b")).isEqualTo("more|value");
        assertThat(out(Operation.CONTROL, "check")).isEqualTo("OK");
    }

    @Test
    void whatItRemovedAndMadeAgainIsNewWhenBroughtTogether() throws IOException {
        in(Operation.RM, "/a");
        in(Operation.WRITE, "/a/other", "mine");
        out(Operation.WRITE, "/b/value", "theirs");
        assertThat(commit()).isEqualTo("OK");
        assertThat(out(Operation.DIRECTORY, "/a")).isEqualTo("other");
        assertThat(out(Operation.READ, "/b/value")).isEqualTo("theirs");
        assertThat(out(Operation.CONTROL, "check")).isEqualTo("OK");
    }

    @Test
    void severalAreOpenAtOnceAndTheSecondOfTwoRivalsFails() throws IOException {
        int other = Integer.parseInt(out(Operation.TRANSACTION_START, ""));
        in(Operation.WRITE, "/a/value", "1");
        dom0.sayIn(other, Operation.WRITE, "/a/value", "2");
        assertThat(dom0.sayIn(other, Operation.TRANSACTION_END, "T")).isEqualTo("OK");
        assertThat(commit()).isEqualTo("!EAGAIN");
        assertThat(out(Operation.READ, "/a/value")).isEqualTo("2");
    }
}
