// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.Share;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;

/** The kernel decides what a guest's users may do, by the rights of the thread that uses the files. */
class RightsTest {

    private static final int READ = 0;
    private static final int WRITE = 1;
    private static final int SETATTR = 26;
    private static final int MKNOD = 18;
    private static final int MODE = 1;
    private static final int UID = 2;
    private static final int GID = 4;
    private static final int SIZE = 8;
    private static final int NONE_GIVEN = -1;
    private static final int NOBODY = 65534;

    @TempDir
    Path folder;

    private Host host;
    private NinePClient client;

    @BeforeEach
    void start() throws Exception {
        Host.assumeRoot();
        try (Share share = Host.FILES.open(folder)) {
            Assumptions.assumeTrue(
                    share.credentials().canBeUser(), "skipped: this process cannot use files with the rights of users");
        }
        host = new Host(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        file("root", 0, "rw-r--r--");
    }

    @AfterEach
    void stop() {
        if (host != null) {
            host.close();
        }
    }

    private Path file(String name, int uid, String permissions) throws Exception {
        Path file = Files.writeString(folder.resolve(name), "content");
        Files.setAttribute(file, "unix:uid", uid);
        Files.setAttribute(file, "unix:gid", uid);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }

    private void mount(Map<String, String> options) throws Exception {
        client = host.share("9pfs", 2, 4, options).client();
        client.version(client.msize(), "9P2000.L");
    }

    private void setattr(int fid, int valid, int mode, int uid, int gid) {
        Message message =
                new Message(SETATTR).u32(fid).u32(valid).u32(mode).u32(uid).u32(gid);
        for (int i = 0; i < 5; i++) {
            message.u64(0);
        }
        client.call(message);
    }

    private void open(int user, String name, int flags) {
        client.open(client.walk(client.attach(user, ""), name), flags);
    }

    private int create(int user, int group, String name, int mode) {
        int fid = client.attach(user, "");
        client.create(fid, name, 2, mode, group);
        return fid;
    }

    private Object attribute(String name, String attribute) throws Exception {
        return Files.getAttribute(folder.resolve(name), "unix:" + attribute);
    }

    /** The parameters are the guest's root, another user, and the number that stands for no user. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1000, NONE_GIVEN})
    void aSquashedUserHasOnlyTheRightsOfNobody(int user) throws Exception {
        for (String model : new String[] {"none", "passthrough"}) {
            mount(Map.of("security_model", model, "squash", "all"));
            int file = client.walk(client.attach(user, ""), "root");
            Host.refused(Errno.EACCES, () -> open(user, "root", WRITE));
            Host.refused(Errno.EPERM, () -> setattr(file, MODE, 04777, 0, 0));
            Host.refused(Errno.EPERM, () -> setattr(file, UID, 0, user, 0));
            Host.refused(Errno.EACCES, () -> setattr(file, SIZE, 0, 0, 0));
            Host.refused(
                    Errno.EPERM,
                    () -> client.call(new Message(MKNOD)
                            .u32(client.attach(user, ""))
                            .string("disk")
                            .u32(0060666)
                            .u32(8)
                            .u32(0)
                            .u32(0)));
            open(user, "root", READ);
        }
        assertThat(folder.resolve("root")).hasContent("content");
        assertThat(attribute("root", "mode")).isEqualTo(0100644);
        assertThat(folder.resolve("disk")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "root"})
    void noNumberMakesAFileRoots(String squash) throws Exception {
        for (String model : new String[] {"none", "passthrough"}) {
            mount(Map.of("security_model", model, "squash", squash));
            int none = create(NONE_GIVEN, NONE_GIVEN, model + "1", 04755);
            create(0, 0, model + "2", 04755);
            int made = client.attach(NONE_GIVEN, "");
            client.mkdir(made, model + "3", 0755, NONE_GIVEN);
            for (int i = 1; i <= 3; i++) {
                assertThat(attribute(model + i, "uid")).isEqualTo(NOBODY);
                assertThat(attribute(model + i, "gid")).isEqualTo(NOBODY);
            }
            setattr(none, UID | GID, 0, 0, 0);
            if (squash.equals("all")) {
                setattr(none, UID | GID, 0, NONE_GIVEN, NONE_GIVEN);
            } else {
                Host.refused(Errno.EINVAL, () -> setattr(none, UID | GID, 0, NONE_GIVEN, NONE_GIVEN));
            }
            assertThat(attribute(model + 1, "uid")).isEqualTo(NOBODY);
        }
    }

    @Test
    void ownersThatAreNotRootAreKeptInMappedModelsToo() throws Exception {
        mount(Map.of("security_model", "mapped-xattr", "squash", "root"));
        int file = create(NONE_GIVEN, NONE_GIVEN, "file", 04755);
        assertThat(client.getattr(file).getInt(4)).isEqualTo(NOBODY);
        assertThat(client.getattr(file).getInt(8)).isEqualTo(NOBODY);
    }

    @Test
    void withRootSquashedOtherUsersHaveTheRightsOfThoseOfTheHost() throws Exception {
        file("theirs", 1000, "rw-------");
        mount(Map.of("squash", "root"));
        open(1000, "theirs", WRITE);
        Host.refused(Errno.EACCES, () -> open(1000, "root", WRITE));
        Host.refused(Errno.EACCES, () -> open(0, "theirs", READ));
        Host.refused(Errno.EACCES, () -> open(1001, "theirs", READ));
    }

    @Test
    void usersHaveTheirOwnRightsWhereTheShareSaysSo() throws Exception {
        file("theirs", 1000, "rw-------");
        mount(Map.of("credentials", "user"));
        open(1000, "theirs", WRITE);
        Host.refused(Errno.EACCES, () -> open(1001, "theirs", READ));
        Host.refused(Errno.EACCES, () -> open(NONE_GIVEN, "theirs", READ));
        open(0, "theirs", WRITE);
        create(1001, 1002, "made", 0640);
        assertThat(attribute("made", "uid")).isEqualTo(1001);
        assertThat(attribute("made", "gid")).isEqualTo(1002);
        assertThat(attribute("made", "mode")).isEqualTo(0100640);
        int locked = client.attach(0, "");
        client.mkdir(locked, "locked", 0700, 0);
        int seen = client.walk(client.attach(1001, ""), "locked");
        Host.refused(Errno.EACCES, () -> client.walk(seen, "any"));
        Host.refused(Errno.EACCES, () -> client.attach(1001, "locked/any"));
    }

    /** The same threads serve all shares of this test, one after the other. */
    @Test
    void aThreadThatHasServedAUserServesOthersWithTheirOwnRights() throws Exception {
        mount(Map.of("squash", "all"));
        NinePClient squashed = client;
        mount(Map.of());
        for (int i = 0; i < 200; i++) {
            int fid = squashed.attach(0, "");
            squashed.clunk(squashed.walk(fid, "root"));
            Host.refused(Errno.EACCES, () -> squashed.open(squashed.walk(fid, "root"), WRITE));
            open(0, "root", WRITE);
        }
    }
}
