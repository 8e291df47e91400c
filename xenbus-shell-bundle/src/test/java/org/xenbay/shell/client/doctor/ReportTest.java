// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.shell.rule.Severity;

/** What people read, and what programs do. */
class ReportTest {

    private static final Report REPORT = Report.of(
            "Xen, domain 0",
            List.of("no daemon runs; start it with: xenbay"),
            List.of(
                    Finding.well("java", "Java 17"),
                    Finding.warning("guests", "bad \u001b[2J\"name\"\n", "a \\ b", "true"),
                    Finding.critical(
                            "kernel", "/dev/xen/gntdev is missing", "no guest is served", "modprobe xen-gntdev"),
                    Finding.well("xenfs", "mounted")));

    @Test
    void theWorstComesFirstAndWhatIsWellHasALineEach() {
        assertThat(REPORT.text(false)).isEqualTo("""
                XENBAY CRITICAL - Xen, domain 0: 1 critical, 1 warning, 2 well
                no daemon runs; start it with: xenbay

                CRITICAL  /dev/xen/gntdev is missing
                  why   no guest is served
                  mend  modprobe xen-gntdev

                WARNING  bad ?[2J"name"?
                  why   a \\ b
                  mend  true

                OK  java: Java 17
                OK  xenfs: mounted""");
    }

    @Test
    void onlySeveritiesAreColoured() {
        assertThat(REPORT.text(true))
                .contains(
                        "\n\u001b[31mCRITICAL\u001b[0m  /dev",
                        "\n\u001b[33mWARNING\u001b[0m  bad",
                        "\n\u001b[32mOK\u001b[0m  xenfs")
                .startsWith("XENBAY CRITICAL - ");
    }

    @Test
    void programsGetAllOfIt() {
        assertThat(REPORT.json())
                .isEqualTo(
                        "{\"severity\":\"CRITICAL\",\"host\":\"Xen, domain 0\","
                                + "\"notes\":[\"no daemon runs; start it with: xenbay\"],\"findings\":["
                                + "{\"check\":\"kernel\",\"severity\":\"CRITICAL\",\"text\":\"/dev/xen/gntdev is missing\","
                                + "\"why\":\"no guest is served\",\"command\":\"modprobe xen-gntdev\"},"
                                + "{\"check\":\"guests\",\"severity\":\"WARNING\",\"text\":\"bad ?[2J\\\"name\\\"?\","
                                + "\"why\":\"a \\\\ b\",\"command\":\"true\"},"
                                + "{\"check\":\"java\",\"severity\":\"OK\",\"text\":\"Java 17\",\"why\":\"\",\"command\":\"\"},"
                                + "{\"check\":\"xenfs\",\"severity\":\"OK\",\"text\":\"mounted\",\"why\":\"\",\"command\":\"\"}]}");
    }

    @Test
    void twoWarningsAreCounted() {
        Finding warning = Finding.warning("xl", "a", "b", "c");
        Report report = Report.of(
                "Xen", List.of(), List.of(warning, warning, new Finding("usb", Severity.UNKNOWN, "", "", "")));
        assertThat(report.line()).isEqualTo("XENBAY WARNING - Xen: 2 warnings, 1 not known");
    }

    @Test
    void aWordForAShellStaysOneWord() {
        assertThat(Words.quoted("/etc/xen/one.cfg")).isEqualTo("/etc/xen/one.cfg");
        assertThat(Words.quoted("a b")).isEqualTo("'a b'");
        assertThat(Words.quoted("it's $HOME")).isEqualTo("'it'\\''s $HOME'");
        assertThat(Words.quoted("")).isEqualTo("''");
    }
}
