// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.xenbay.xenstore.wire.Operation;

class PermissionsTest extends ServerTest {

    private void make(String path, String... permissions) throws IOException {
        dom0.say(Operation.WRITE, path, "value");
        String[] strings = new String[permissions.length + 1];
        strings[0] = path;
        System.arraycopy(permissions, 0, strings, 1, permissions.length);
        assertThat(dom0.say(Operation.SET_PERMS, strings)).isEqualTo("OK");
    }

    @Test
    void aNewStoreIsClosedToGuests() throws IOException {
        assertThat(guest.say(Operation.DIRECTORY, "/")).isEqualTo("!EACCES");
        assertThat(guest.say(Operation.WRITE, "/x", "1")).isEqualTo("!EACCES");
        assertThat(guest.say(Operation.READ, "/missing")).isEqualTo("!EACCES");
    }

    @Test
    void theOwnerMayDoEverything() throws IOException {
        make("/own", "n5");
        assertThat(guest.say(Operation.READ, "/own")).isEqualTo("value");
        assertThat(guest.say(Operation.WRITE, "/own", "other")).isEqualTo("OK");
        assertThat(guest.say(Operation.SET_PERMS, "/own", "n5", "r9")).isEqualTo("OK");
        assertThat(guest.say(Operation.RM, "/own")).isEqualTo("OK");
    }

    @Test
    void theFirstEntrySaysWhatOthersMayDo() throws IOException {
        make("/none", "n7");
        make("/read", "r7");
        make("/write", "w7");
        make("/both", "b7");
        assertThat(guest.say(Operation.READ, "/none")).isEqualTo("!EACCES");
        assertThat(guest.say(Operation.READ, "/read")).isEqualTo("value");
        assertThat(guest.say(Operation.READ, "/write")).isEqualTo("!EACCES");
        assertThat(guest.say(Operation.READ, "/both")).isEqualTo("value");
        assertThat(guest.say(Operation.WRITE, "/none", "x")).isEqualTo("!EACCES");
        assertThat(guest.say(Operation.WRITE, "/read", "x")).isEqualTo("!EACCES");
        assertThat(guest.say(Operation.WRITE, "/write", "x")).isEqualTo("OK");
        assertThat(guest.say(Operation.WRITE, "/both", "x")).isEqualTo("OK");
    }

    @Test
    void anEntryOfItsOwnComesBeforeThat() throws IOException {
        make("/closed", "b7", "n5");
        make("/open", "n7", "r5");
        assertThat(guest.say(Operation.READ, "/closed")).isEqualTo("!EACCES");
        assertThat(guest.say(Operation.READ, "/open")).isEqualTo("value");
        assertThat(guest.say(Operation.GET_PERMS, "/open")).isEqualTo("n7|r5");
        assertThat(guest.say(Operation.MKDIR, "/open")).isEqualTo("!EACCES");
    }

    @Test
    void onlyTheOwnerSetsPermissionsAndKeepsTheOwnership() throws IOException {
        make("/shared", "b7");
        make("/own", "n5");
        assertThat(guest.say(Operation.SET_PERMS, "/shared", "b7")).isEqualTo("!EACCES");
        assertThat(guest.say(Operation.SET_PERMS, "/own", "n7")).isEqualTo("!EPERM");
        assertThat(guest.say(Operation.SET_PERMS, "/own/missing", "n5")).isEqualTo("!ENOENT");
        assertThat(guest.say(Operation.SET_PERMS, "/missing", "n5")).isEqualTo("!EACCES");
    }

    @Test
    void whatAGuestMakesIsItsOwnAndInheritsTheRest() throws IOException {
        make("/shared", "b7", "r8");
        assertThat(guest.say(Operation.WRITE, "/shared/a/b", "x")).isEqualTo("OK");
        assertThat(dom0.say(Operation.GET_PERMS, "/shared/a/b")).isEqualTo("b5|r8");
        assertThat(dom0.say(Operation.GET_PERMS, "/shared/a")).isEqualTo("b5|r8");
        assertThat(dom0.say(Operation.GET_PERMS, "/shared")).isEqualTo("b7|r8");
        dom0.say(Operation.MKDIR, "/shared/c");
        assertThat(dom0.say(Operation.GET_PERMS, "/shared/c")).isEqualTo("b7|r8");
    }

    @Test
    void theNearestAncestorDecidesWhetherAMissingNodeMayBeKnown() throws IOException {
        make("/own", "n5");
        make("/own/closed", "n7");
        assertThat(guest.say(Operation.READ, "/own/missing/deep")).isEqualTo("!ENOENT");
        assertThat(guest.say(Operation.READ, "/own/closed/missing")).isEqualTo("!EACCES");
        assertThat(guest.say(Operation.RM, "/own/missing")).isEqualTo("OK");
        assertThat(guest.say(Operation.RM, "/own/missing/deep")).isEqualTo("!ENOENT");
        assertThat(guest.say(Operation.RM, "/own/closed/missing")).isEqualTo("!EACCES");
        assertThat(guest.say(Operation.RM, "/own/closed")).isEqualTo("!EACCES");
    }
}
