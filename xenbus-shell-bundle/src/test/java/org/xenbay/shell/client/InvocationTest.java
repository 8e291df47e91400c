// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class InvocationTest {

    private static Invocation parse(String... arguments) {
        return Invocation.parse(arguments, true);
    }

    @Test
    void aCommandKeepsItsArgumentsAsTheyAre() {
        Invocation invocation = parse("/run/s", "80", "true", "write", "/a", "b c $HOME -c");
        assertThat(invocation.socket()).isEqualTo(Path.of("/run/s"));
        assertThat(invocation.hello().line()).isFalse();
        assertThat(invocation.hello().words()).containsExactly("write", "/a", "b c $HOME -c");
        assertThat(invocation.hello().columns()).isEqualTo(80);
        assertThat(invocation.hello().keyboard()).isTrue();
    }

    @Test
    void aLineIsOneArgument() {
        assertThat(parse("/s", "0", "false", "-c", "devices | grep x").hello().line())
                .isTrue();
        assertThatThrownBy(() -> parse("/s", "0", "false", "-c", "devices", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-c");
    }

    @Test
    void coloursAreForTerminalsOnly() {
        assertThat(parse("/s", "0", "true", "host").hello().colour()).isFalse();
        assertThat(parse("/s", "80", "true", "host").hello().colour()).isTrue();
        assertThat(Invocation.parse(new String[] {"/s", "80", "true", "host"}, false)
                        .hello()
                        .colour())
                .isFalse();
    }

    @Test
    void noCommandIsMisuse() {
        assertThatThrownBy(() -> parse("/s", "0", "true")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFileIsNamedAsTheDaemonHasToNameIt() {
        String here = Path.of("pom.xml").toAbsolutePath().toString();
        assertThat(parse("/s", "0", "true", "deploy", "pom.xml").hello().words())
                .containsExactly("deploy", here);
        assertThat(parse("/s", "0", "true", "deploy", "pom.xml", "pom.xml")
                        .hello()
                        .words())
                .containsExactly("deploy", here, here);
        assertThat(parse("/s", "0", "true", "update", "pom.xml", "pom.xml")
                        .hello()
                        .words())
                .containsExactly("update", "pom.xml", here);
        assertThat(parse("/s", "0", "true", "update", "a", "./pom.xml").hello().words())
                .startsWith("update", "a")
                .last()
                .asString()
                .startsWith("/");
        assertThat(parse("/s", "0", "true", "deploy", "absent.jar").hello().words())
                .containsExactly("deploy", "absent.jar");
        assertThat(parse("/s", "0", "true", "read", "pom.xml").hello().words()).containsExactly("read", "pom.xml");
    }
}
