// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.xenbay.shell.wire.Hello;

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

    /** The daemon has another one, and finds files by it. */
    @Test
    void theDaemonIsToldTheWorkingDirectory() {
        Hello hello = parse("/s", "0", "true", "deploy", "pom.xml").hello();
        assertThat(hello.words()).containsExactly("deploy", "pom.xml");
        assertThat(hello.directory()).isEqualTo(Path.of("").toAbsolutePath().toString());
        assertThat(parse("/s", "0", "true", "-c", "deploy pom.xml").hello().directory())
                .isEqualTo(hello.directory());
    }
}
