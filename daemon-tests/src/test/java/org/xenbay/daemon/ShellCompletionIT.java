// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The tab key in the operator's own shell, as it is typed there: bash and zsh with the files of share/. A program in the place of xenbay keeps
 * what it is called with, and gives the answers of a daemon; the genuine one is asked too.
 */
@Timeout(180)
class ShellCompletionIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Answers like a daemon that has some commands and devices. */
    private static final String STAND_IN = """
            #!/bin/sh
            [ ! -e %1$s/away ] || { echo 'xenbay: no daemon answers' >&2; echo "$*" >>%1$s/asked; exit 3; }
            case $1 in --run-dir=*) shift ;; esac
            if [ "$1" != suggestions ]; then printf '<%%s>' "$@" >%1$s/called.new; mv %1$s/called.new %1$s/called; exit; fi
            echo "$*" >>%1$s/asked
            case $* in
                'suggestions expl') printf 'explain\tExplains a device.\n' ;;
                'suggestions example:') printf 'example:echo\tEchoes.\nexample:ecru\tPaints.\n' ;;
                'suggestions example:echo '*) printf '1/echo/0\n' ;;
                'suggestions ls '*) printf '%%s\n' '/a$(touch hostile)`touch hostile`;touch hostile' ;;
                'suggestions explain vk') printf '1/vkbd/0\n' ;;
                'suggestions explain co') printf '1/console/0\n12/console/0\n' ;;
                'suggestions deploy s') printf 'sub/\n' ;;
            esac
            """;

    @TempDir
    Path folder;

    private Path share;
    private Terminal terminal;

    /** A shell of operators. */
    enum Shell {
        BASH("bash --noprofile --norc -i", "PS1='ready> '; . %s/bash-completion/completions/xenbay"),
        ZSH(
                "zsh -f -i",
                "PS1='ready> '; fpath=(%s/zsh/vendor-completions $fpath); autoload -Uz compinit; compinit -u -D; unsetopt beep");

        private final String line;
        private final String setUp;

        Shell(String line, String setUp) {
            this.line = line;
            this.setUp = setUp;
        }
    }

    @BeforeEach
    void aProgramInThePlaceOfXenbay() throws IOException {
        share = Path.of(System.getProperty("xenbay.distribution")).toRealPath().resolve("share");
        Path program = Files.writeString(
                Files.createDirectory(folder.resolve("bin")).resolve("xenbay"), STAND_IN.formatted(folder));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void endTheShell() {
        if (terminal != null) {
            terminal.close();
        }
    }

    private void start(Shell shell, Path programs) throws IOException {
        String name = shell.line.substring(0, shell.line.indexOf(' '));
        assumeTrue(isThere(name), name + " is missing");
        ProcessBuilder builder = new ProcessBuilder(shell.line.split(" ")).directory(folder.toFile());
        builder.environment().merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("XENBAY_RUN_DIR", folder.resolve("run").toString());
        terminal = new Terminal(builder, 100, folder.resolve("screen"));
        terminal.type(shell.setUp.formatted(share) + "; echo is ready | tr a-z A-Z\r");
        shown("IS READY");
    }

    private static boolean isThere(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    private void shown(String text) {
        await(text)
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(terminal.text()).contains(text));
    }

    /** Types a line with its keys, and tells with what the program was called. */
    private String called(String keys) throws IOException {
        Path called = folder.resolve("called");
        Files.deleteIfExists(called);
        terminal.type(keys + "\r");
        await(keys).atMost(TIMEOUT).until(() -> Files.exists(called));
        return Files.readString(called);
    }

    private List<String> asked() throws IOException {
        Path asked = folder.resolve("asked");
        return Files.exists(asked) ? Files.readAllLines(asked) : List.of();
    }

    @ParameterizedTest
    @EnumSource
    void commandsAndDevicesAreCompleted(Shell shell) throws IOException {
        start(shell, folder.resolve("bin"));
        assertThat(called("xenbay expl\tvk\t")).isEqualTo("<explain><1/vkbd/0>");
        assertThat(called("xenbay --embedded --run-dir /tmp/x explain vk\t"))
                .startsWith("<--embedded>")
                .endsWith("<explain><1/vkbd/0>");
    }

    @ParameterizedTest
    @EnumSource
    void theRunFolderIsPassedOn(Shell shell) throws IOException {
        start(shell, folder.resolve("bin"));
        Files.writeString(
                folder.resolve("bin/xenbay"), "#!/bin/sh\necho \"$*\" >>" + folder + "/asked\nprintf '1/vkbd/0\\n'\n");
        terminal.type("xenbay --etc=/etc/x --run-dir /run/other explain v\t");
        await().atMost(TIMEOUT)
                .untilAsserted(() ->
                        assertThat(asked()).containsExactly("--etc=/etc/x --run-dir=/run/other suggestions explain v"));
    }

    @ParameterizedTest
    @EnumSource
    void whereSeveralFitWhatWasTypedStaysAndAllAreShownForOneQuestion(Shell shell) throws IOException {
        start(shell, folder.resolve("bin"));
        terminal.type("xenbay explain co\t\t");
        shown("12/console/0");
        assertThat(called("")).isEqualTo("<explain><co>");
        assertThat(asked()).containsExactly("suggestions explain co");
    }

    @ParameterizedTest
    @EnumSource
    void aCommandOfAnotherScopeIsOneWord(Shell shell) throws IOException {
        start(shell, folder.resolve("bin"));
        assertThat(called("xenbay example:\tho 1\t")).isEqualTo("<example:echo><1/echo/0>");
        assertThat(asked()).contains("suggestions example:").allMatch(line -> !line.contains(" : "));
    }

    @ParameterizedTest
    @EnumSource
    void aFolderIsContinuedWithoutABlank(Shell shell) throws IOException {
        start(shell, folder.resolve("bin"));
        assertThat(called("xenbay deploy s\tx.jar")).isEqualTo("<deploy><sub/x.jar>");
    }

    @ParameterizedTest
    @EnumSource
    void namesThatAGuestChoseAreNotRun(Shell shell) throws IOException {
        start(shell, folder.resolve("bin"));
        assertThat(called("xenbay ls /a\t")).isEqualTo("<ls></a$(touch hostile)`touch hostile`;touch hostile>");
        assertThat(folder.resolve("hostile")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void withoutADaemonNothingIsSaid(Shell shell) throws IOException {
        start(shell, folder.resolve("bin"));
        Files.createFile(folder.resolve("away"));
        terminal.type("xenbay explain vk\t");
        await().atMost(TIMEOUT).untilAsserted(() -> assertThat(asked()).hasSize(1));
        Files.delete(folder.resolve("away"));
        assertThat(called("")).isEqualTo("<explain><vk>");
        assertThat(terminal.text()).doesNotContain("no daemon answers");
    }

    @ParameterizedTest
    @EnumSource
    void xenbaysOwnOptionsNeedNoDaemon(Shell shell) throws IOException {
        start(shell, folder.resolve("bin"));
        assertThat(called("xenbay --emb\tx")).isEqualTo("<--embedded><x>");
        assertThat(asked()).isEmpty();
    }

    @Test
    void bothFilesHaveEveryOptionOfTheLauncher() throws Exception {
        List<String> files = List.of(
                Files.readString(share.resolve("bash-completion/completions/xenbay")),
                Files.readString(share.resolve("zsh/vendor-completions/_xenbay")));
        String usage;
        try (Installation xenbay = new Installation(folder)) {
            usage = xenbay.command("--help").out();
        }
        List<String> options = Stream.of(usage.split("[\\s'\\[\\]]+"))
                .filter(word -> word.matches("-c|--[a-z-]+"))
                .distinct()
                .toList();
        assertThat(options).contains("--run-dir", "--daemon", "-c", "--version");
        assertThat(files).allSatisfy(file -> assertThat(file.split("[\\s']+")).containsAll(options));
    }

    @ParameterizedTest
    @EnumSource
    void theDaemonThatRunsIsAsked(Shell shell) throws Exception {
        try (Installation xenbay = new Installation(folder)) {
            xenbay.daemon();
            await().atMost(TIMEOUT).until(() -> Files.exists(xenbay.run().resolve("ready")));
            await().atMost(TIMEOUT)
                    .until(() -> xenbay.command("devices").out().lines().count() == 4);
            start(shell, xenbay.home().resolve("bin"));
            terminal.type("xenbay expl\tvk\t | cat\r");
            shown("device: 1/vkbd/0");
            terminal.type("xenbay 9pfs --js\t | cat\r");
            shown("[]");
        }
    }
}
