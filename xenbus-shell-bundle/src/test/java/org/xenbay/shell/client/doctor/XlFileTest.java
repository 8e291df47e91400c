// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.client.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xenbay.shell.client.doctor.XlFile.Statement;

/** As much of xl's files as is needed. */
class XlFileTest {

    @Test
    void valuesAreFoundInAnyForm() {
        XlFile file = XlFile.of(
                "# name=\"no\"\nname = \"one\" # the first\nmemory=256;vcpus=2\n\n"
                        + "disk=[ 'phy:/dev/vg/a#b,xvda,w',\n  # 'qcow2:/old'\n 'file:/b' ]\nextra='console=hvc0 # quiet'\nname='two'\n");
        assertThat(file.value("name")).contains("two");
        assertThat(file.value("memory")).contains("256");
        assertThat(file.value("vcpus")).contains("2");
        assertThat(file.value("extra")).contains("console=hvc0 # quiet");
        assertThat(file.value("disk").orElseThrow()).contains("a#b", "file:/b").doesNotContain("qcow2");
        assertThat(file.value("kernel")).isEmpty();
        assertThat(file.statements()).extracting(Statement::line).containsExactly(2, 3, 3, 5, 8, 9);
        assertThat(file.statements()).noneMatch(Statement::isBareWord);
    }

    @Test
    void aWordWithoutQuotationMarksIsKnown() {
        assertThat(XlFile.of("a=1\nvif.default.bridge=xenbr0\nlockfile=/run/lock\n")
                        .statements())
                .filteredOn(Statement::isBareWord)
                .extracting(Statement::line)
                .containsExactly(2, 3);
    }

    @Test
    void aFileThatIsCutOrNoneOfItsEndsSomewhere() {
        assertThat(XlFile.of("disk=[ 'a,\n").value("disk")).isPresent();
        assertThat(XlFile.of("name=\"").value("name")).isPresent();
        assertThat(XlFile.of("name=").value("name")).contains("");
        assertThat(XlFile.of("=\n]][[\n\0\n").statements()).isEmpty();
        assertThat(XlFile.of("").statements()).isEmpty();
    }
}
