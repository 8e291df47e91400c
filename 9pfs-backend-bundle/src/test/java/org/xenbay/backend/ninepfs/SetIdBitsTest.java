// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.ninepfs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.frontend.ninep.Message;
import org.xenbay.frontend.ninep.NinePClient;

/** In every security model, set-user-id and set-group-id bits are cleared when a user who is not root changes a file. */
class SetIdBitsTest extends ServedFolder {

    private static final int WRITE = 1;
    private static final int TRUNCATE = 01000;
    private static final int SETATTR = 26;
    private static final int MODE = 1;
    private static final int UID = 2;
    private static final int SIZE = 8;
    private static final int NONE_GIVEN = -1;
    private static final byte[] BYTES = {1, 2, 3};

    private NinePClient client;
    private int root;
    private int user;
    private int files;

    private void mount(String model) throws Exception {
        Host.Share share = shareWithModel(model);
        client = share.client();
        root = share.mount();
        user = client.attach(1000, "");
    }

    private String create(int mode) {
        String name = "file" + ++files;
        int fid = client.walk(root);
        client.create(fid, name, 2, mode, 0);
        client.write(fid, 0, BYTES);
        client.clunk(fid);
        return name;
    }

    private void setattr(int fid, int valid, int mode, int uid, long size) {
        client.call(new Message(SETATTR)
                .u32(fid)
                .u32(valid)
                .u32(mode)
                .u32(uid)
                .u32(0)
                .u64(size)
                .u64(0)
                .u64(0)
                .u64(0)
                .u64(0));
    }

    private int mode(String name) {
        return client.getattr(client.walk(root, name)).getInt(0) & 07777;
    }

    private int open(int who, String name, int flags) {
        int fid = client.walk(who, name);
        client.open(fid, flags);
        return fid;
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "passthrough", "mapped-xattr", "mapped-file"})
    void aWriteByAUserClearsTheBitsAndOneByRootDoesNot(String model) throws Exception {
        mount(model);
        String file = create(06777);
        assertThat(mode(file)).isEqualTo(06777);
        client.write(open(root, file, WRITE), 0, BYTES);
        assertThat(mode(file)).as("root's").isEqualTo(06777);
        int open = open(user, file, WRITE);
        assertThat(mode(file)).isEqualTo(06777);
        client.write(open, 1, BYTES);
        assertThat(mode(file)).as("a user's").isEqualTo(0777);
        setattr(client.walk(root, file), MODE, 04711, 0, 0);
        assertThat(mode(file)).isEqualTo(04711);
        client.write(open, 0, BYTES);
        assertThat(mode(file)).as("by the same open file").isEqualTo(0711);
        client.write(open(root, file, WRITE), 0, BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "passthrough", "mapped-xattr", "mapped-file"})
    void aTruncationByAUserClearsTheBitsAndOneByRootDoesNot(String model) throws Exception {
        mount(model);
        String file = create(04755);
        setattr(client.walk(root, file), SIZE, 0, 0, 2);
        assertThat(mode(file)).isEqualTo(04755);
        setattr(client.walk(user, file), SIZE, 0, 0, 1);
        assertThat(mode(file)).isEqualTo(0755);
        String other = create(04755);
        open(root, other, WRITE | TRUNCATE);
        assertThat(mode(other)).isEqualTo(04755);
        client.write(open(root, other, WRITE), 0, BYTES);
        open(user, other, WRITE | TRUNCATE);
        assertThat(mode(other)).isEqualTo(0755);
        String third = create(04755);
        int fid = client.walk(user);
        client.create(fid, third, WRITE | TRUNCATE, 0600, 0);
        assertThat(client.getattr(fid).getLong(28)).as("size").isZero();
        assertThat(mode(third)).as("created again").isEqualTo(0755);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "passthrough", "mapped-xattr", "mapped-file"})
    void aUserWhoIsNotNamedIsNotRoot(String model) throws Exception {
        mount(model);
        String file = create(04755);
        client.write(open(client.attach(NONE_GIVEN, ""), file, WRITE), 0, BYTES);
        assertThat(mode(file)).isEqualTo(0755);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "passthrough", "mapped-xattr", "mapped-file"})
    void aFileThatGetsAnotherOwnerLosesTheBits(String model) throws Exception {
        mount(model);
        String file = create(06755);
        setattr(client.walk(root, file), UID, 0, 1000, 0);
        assertThat(mode(file)).isEqualTo(0755);
    }

    /** The server drops the capability with which the kernel keeps the bits; to set a folder's set-group-id needs the capability. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "passthrough", "mapped-xattr", "mapped-file"})
    void filesAndFoldersOfUsersGetTheBitsThatAreAskedFor(String model) throws Exception {
        mount(model);
        client.write(open(user, create(0777), WRITE), 0, BYTES);
        client.mkdir(user, "dir", 02775, 50);
        assertThat(mode("dir")).isEqualTo(02775);
        int fid = client.walk(user);
        client.create(fid, "made", WRITE, 06775, 50);
        assertThat(mode("made")).isEqualTo(06775);
        client.write(open(user, create(0777), WRITE), 0, BYTES);
        setattr(client.walk(user, "made"), MODE, 02755, 0, 0);
        assertThat(mode("made")).isEqualTo(02755);
    }
}
