// SPDX-License-Identifier: Apache-2.0
package org.xenbay.vnc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.device.DeviceId;

/** Passwords that operators set for screens outlast the code that asks for them. */
class OperatorsPasswordsTest {

    private static final DeviceId ONE = new DeviceId(1, "vfb", 0);
    private static final DeviceId TWO = new DeviceId(2, "vfb", 1);

    @TempDir
    Path folder;

    private OperatorsPasswords read() {
        return new OperatorsPasswords(folder);
    }

    private Path file() {
        return folder.resolve("1-vfb-0.password");
    }

    @Test
    void newCodeKnowsThem() {
        OperatorsPasswords first = read();
        assertThat(first.of(ONE)).as("nobody has set one").isNull();
        first.set(ONE, "se cret", Set.of());
        first.set(TWO, "", Set.of());
        OperatorsPasswords second = read();
        assertThat(second.of(ONE)).isEqualTo("se cret");
        assertThat(second.of(TWO)).as("set to none").isEmpty();
        assertThat(second.screens()).containsExactlyInAnyOrder(ONE, TWO);
    }

    @Test
    void whatIsForgottenStaysForgotten() {
        OperatorsPasswords first = read();
        first.set(ONE, "secret", Set.of());
        first.set(TWO, "other", Set.of());
        first.forget(ONE);
        assertThat(first.of(ONE)).isNull();
        assertThat(read().screens()).containsExactly(TWO);
    }

    @Test
    void theFileIsForItsOwnerOnly() throws Exception {
        read().set(ONE, "secret", Set.of());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(folder.toFile().list()).as("nothing else is left").containsExactly("1-vfb-0.password");
    }

    @Test
    void aFileThatOthersMayHaveWrittenIsNotBelieved() throws Exception {
        read().set(ONE, "secret", Set.of());
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw----"));
        assertThat(read().screens()).isEmpty();
    }

    @Test
    void otherFilesAreNoPasswordsAndHarmNone() throws Exception {
        read().set(ONE, "secret", Set.of());
        read().set(TWO, "other", Set.of());
        Files.move(file(), folder.resolve("1.password"));
        Files.writeString(folder.resolve("3-0.sock"), "");
        assertThat(read().screens()).containsExactly(TWO);
        Files.writeString(folder.resolve("2-vfb-1.password"), "longer than one of 8 bytes");
        assertThat(read().screens()).isEmpty();
    }

    @Test
    void aFileThatAnEarlierProcessLeftHalfWrittenIsReplaced() throws Exception {
        Files.writeString(folder.resolve("1-vfb-0.password.new"), "half");
        assertThat(read().screens()).isEmpty();
        read().set(ONE, "secret", Set.of());
        assertThat(read().of(ONE)).isEqualTo("secret");
        assertThat(folder.toFile().list()).containsExactly("1-vfb-0.password");
    }

    /** The protocol knows 8 bytes of a password; one of other services may be longer. */
    @Test
    void ofALongPasswordOnlyWhatCountsIsKept() {
        for (String password : new String[] {"12345678secret", "1234567\u00e9secret", "12345\ud83d\ude80secret"}) {
            read().set(ONE, password, Set.of());
            String kept = read().of(ONE);
            assertThat(password).startsWith(kept);
            assertThat(kept).doesNotContain("s");
            assertThat(kept.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThanOrEqualTo(8);
        }
    }

    @Test
    void withoutARunFolderTheyAreInMemory() {
        OperatorsPasswords passwords = new OperatorsPasswords(null);
        passwords.set(ONE, "secret", Set.of());
        assertThat(passwords.of(ONE)).isEqualTo("secret");
    }
}
