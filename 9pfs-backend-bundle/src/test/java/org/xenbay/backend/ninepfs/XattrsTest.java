// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.file.Errno;
import org.xenbay.api.file.FileException;
import org.xenbay.api.file.FileNode;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;

/** The extended attributes of the host's files that a guest can use. */
class XattrsTest extends ServedFolder {

    private static final int XATTRWALK = 30;
    private static final int XATTRCREATE = 32;
    private static final int REPLACE = 2;

    private static final String CAPABILITY = "security.capability";
    private static final String ACCESS_LIST = "system.posix_acl_access";

    /** VFS_CAP_REVISION_2 with the effective bit and CAP_SETUID: a program that runs with root's rights. */
    private static final byte[] SETUID = {1, 0, 0, 2, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    /** An access control list of version 2 with the owner, user 1000, the group, the mask and others; each has all permissions. */
    private static final byte[] LIST = {
        2,
        0,
        0,
        0,
        1,
        0,
        7,
        0,
        -1,
        -1,
        -1,
        -1,
        2,
        0,
        7,
        0,
        (byte) 0xE8,
        3,
        0,
        0,
        4,
        0,
        7,
        0,
        -1,
        -1,
        -1,
        -1,
        16,
        0,
        7,
        0,
        -1,
        -1,
        -1,
        -1,
        32,
        0,
        7,
        0,
        -1,
        -1,
        -1,
        -1
    };

    private NinePClient client;
    private int root;

    @BeforeEach
    void addFile() throws Exception {
        Files.createFile(folder.resolve("file"));
    }

    private void mount(Map<String, String> options) throws Exception {
        Host.Share share = host.share("9pfs", 2, 4, options);
        client = share.client();
        root = share.mount();
    }

    private void set(String name, byte[] value, int flags) {
        int fid = client.walk(root, "file");
        client.call(
                new Message(XATTRCREATE).u32(fid).string(name).u64(value.length).u32(flags));
        if (value.length > 0) {
            client.write(fid, 0, value);
        }
        client.clunk(fid);
    }

    private byte[] get(String name) {
        int fid = client.freshFid();
        client.call(
                new Message(XATTRWALK).u32(client.walk(root, "file")).u32(fid).string(name));
        return client.read(fid, 0, 4096);
    }

    private List<String> names() {
        return List.of(new String(get(""), StandardCharsets.US_ASCII).split("\0"));
    }

    private List<String> onHost() throws FileException {
        try (FileNode top = Host.FILES.open(folder).root();
                FileNode file = top.lookup("file".getBytes(StandardCharsets.US_ASCII))) {
            return file.listXattrs().stream()
                    .map(name -> new String(name, StandardCharsets.US_ASCII))
                    .toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mapped-xattr", "mapped-file"})
    void inAMappedModelAGuestSetsNothingThatGivesRightsOnTheHost(String model) throws Exception {
        mount(Map.of("security_model", model));
        for (String name : List.of(CAPABILITY, "security.selinux", "trusted.any", "system.nfs4_acl", "other")) {
            Host.refused(Errno.EOPNOTSUPP, () -> set(name, SETUID, 0));
            Host.refused(Errno.EOPNOTSUPP, () -> get(name));
        }
        set(ACCESS_LIST, LIST, 0);
        set("user.own", new byte[] {1}, 0);
        assertThat(get(ACCESS_LIST)).isEqualTo(LIST);
        assertThat(names()).containsExactlyInAnyOrder(ACCESS_LIST, "user.own");
        assertThat(onHost()).containsExactlyInAnyOrder("user.virtfs." + ACCESS_LIST, "user.own");
        set(ACCESS_LIST, new byte[0], REPLACE);
        assertThat(names()).containsExactly("user.own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mapped-xattr", "mapped-file"})
    void inAMappedModelTheServersOwnAttributesAreOutOfReachWhateverTheirCase(String model) throws Exception {
        mount(Map.of("security_model", model));
        for (String name : List.of("user.virtfs.uid", "user.virtfs." + ACCESS_LIST, "user.VirtFS.mode")) {
            Host.refused(Errno.EPERM, () -> set(name, new byte[4], 0));
            Host.refused(Errno.ENODATA, () -> get(name));
        }
        assertThat(onHost()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "passthrough"})
    void privilegedAttributesNeedTheAdministratorsPermission(String model) throws Exception {
        Host.assumeRoot();
        mount(Map.of("security_model", model));
        for (String name : List.of(CAPABILITY, "security.selinux", "trusted.any", "system.nfs4_acl")) {
            Host.refused(Errno.EOPNOTSUPP, () -> set(name, SETUID, 0));
        }
        set("user.own", new byte[] {1}, 0);
        set(ACCESS_LIST, LIST, 0);
        assertThat(onHost()).containsExactlyInAnyOrder("user.own", ACCESS_LIST);
    }

    @Test
    void theGuestCanUseAttributesThatTheAdministratorAllowsByName() throws Exception {
        Host.assumeRoot();
        mount(Map.of("security_model", "none", "xattrs", CAPABILITY + ", trusted.app.*"));
        set(CAPABILITY, SETUID, 0);
        set("trusted.app.one", new byte[] {1}, 0);
        Host.refused(Errno.EOPNOTSUPP, () -> set("trusted.other", new byte[] {1}, 0));
        Host.refused(Errno.EOPNOTSUPP, () -> set("security.capability.not", new byte[] {1}, 0));
        assertThat(names()).containsExactlyInAnyOrder(CAPABILITY, "trusted.app.one");
        set("trusted.app.one", new byte[0], REPLACE);
        assertThat(onHost()).containsExactly(CAPABILITY);
    }

    @Test
    void aNameLongerThanLinuxTakesIsRefusedBeforeItTakesMemory() throws Exception {
        mount(Map.of());
        Host.refused(Errno.ERANGE, () -> set("user." + "x".repeat(251), new byte[] {1}, 0));
        Host.refused(Errno.ERANGE, () -> get("x".repeat(7_000)));
        Host.refused(Errno.EMSGSIZE, () -> get("x".repeat(9_000)));
    }
}
