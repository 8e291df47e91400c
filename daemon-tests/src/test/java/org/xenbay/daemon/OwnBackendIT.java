// SPDX-License-Identifier: Apache-2.0
package org.xenbay.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The backend of another project is deployed into a running daemon: with its figures, its command and its configuration. */
@Timeout(600) // twenty-five commands, each of which starts a program
class OwnBackendIT extends InstalledDaemon {

    private static final String LABELS = "{device=\"1/echo/0\",domain=\"1\",name=\"demo\"}";

    private String done(String... words) throws IOException, InterruptedException {
        Installation.Answer answer = xenbay.command(words);
        assertThat(answer.exit()).as(answer.err()).isZero();
        return answer.out();
    }

    private void configure(String line) throws IOException {
        Path whole = Files.writeString(folder.resolve("configuration"), line + "\n");
        Path file = xenbay.home().resolve("etc/org.example.echo.cfg");
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void awaitConfig(String text) {
        await().atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(
                                xenbay.command("config", "org.example.echo").out())
                        .contains(text));
    }

    @Test
    void itIsShownCalledAndConfiguredAsThePlatformIs() throws Exception {
        startedDaemon();
        assertThat(xenbay.command("help", "example:echo").exit()).isEqualTo(2);
        done("deploy", System.getProperty("xenbay.echo.jar"));
        done("attach", "1/echo/0");
        figuresAreShown();
        theCommandIsCalled();
        theConfigurationIsChecked();
    }

    private void figuresAreShown() throws Exception {
        assertThat(done("metrics"))
                .contains(
                        "# TYPE xenbay_echo_echoed_bytes counter\n# UNIT xenbay_echo_echoed_bytes bytes\n"
                                + "xenbay_echo_echoed_bytes_total" + LABELS + " 0\n",
                        "\nxenbay_echo_waiting_bytes" + LABELS + " 0\n",
                        "\nxenbay_devices{type=\"echo\",phase=\"INIT_WAIT\"} 1\n")
                .endsWith("\n# EOF\n");
        assertThat(done("device", "1/echo/0")).contains("\nechoed bytes: 0\nwaiting bytes: 0\n");
        assertThat(done("device", "--json", "1/echo/0")).contains("\"figures\":{\"echoed_bytes\":{\"name\":");
    }

    private void theCommandIsCalled() throws Exception {
        assertThat(done("help")).contains("\nexample:echo\tLists the echo devices");
        assertThat(done("help", "example:echo")).contains("usage: example:echo [--json] [--until BYTES] [id]");
        assertThat(done("candidates", "example:echo", "1/")).contains("1/echo/0");
        assertThat(done("example:echo")).isEqualTo("1/echo/0\t0\t0\n");
        assertThat(done("example:echo", "--json", "1/echo/0"))
                .isEqualTo("[{\"id\":\"1/echo/0\",\"echoed\":0,\"waiting\":0}]\n");
        assertThat(xenbay.command("example:echo", "7/echo/0").exit()).isEqualTo(4);
        assertThat(xenbay.command("example:echo", "--until", "many", "1/echo/0").exit())
                .isEqualTo(2);
    }

    private void theConfigurationIsChecked() throws Exception {
        assertThat(done("config", "--metatype", "org.example.echo"))
                .contains("<Designate pid=\"org.example.echo\"><Object ocdref=\"org.example.echo\"/></Designate>");
        configure("upperCase=yes");
        awaitConfig("\tupperCase\tyes\tetc/org.example.echo.cfg\t");
        configure("upperCase=perhaps");
        awaitConfig("upperCase=perhaps is refused: accepted is yes or no; in force is yes");
        assertThat(done("explain", "1/echo/0")).contains("etc/org.example.echo.cfg: upperCase=perhaps is refused");
        assertThat(xenbay.log()).contains("etc/org.example.echo.cfg: upperCase=perhaps is refused");
        configure("uperCase=no");
        awaitConfig("did you mean upperCase?");
        Files.delete(xenbay.home().resolve("etc/org.example.echo.cfg"));
        awaitConfig("\tupperCase\tno\tdefault\t");
        assertThat(done("example:echo")).isEqualTo("1/echo/0\t0\t0\n");
    }
}
