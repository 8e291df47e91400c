// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.file.HostFiles;
import org.xenbay.api.file.Share;
import org.xenbay.api.management.HostView;
import org.xenbay.api.management.testing.FakeDevices;

/** The host command shows the shared budgets, and which guest uses most. */
class HostCommandTest {

    @TempDir
    Path folder;

    private final FairBudget descriptors = new FairBudget("descriptors", 1000);
    private TestShell shell;

    @BeforeEach
    void start() throws IOException {
        shell = new TestShell(folder.resolve("s"), 4);
        shell.admin.devices.add(FakeDevices.device("5/console/1", "web"));
        shell.admin.devices.add(FakeDevices.device("5/9pfs/0", "web"));
    }

    @AfterEach
    void stop() throws IOException {
        shell.close();
    }

    private void take() {
        for (int domain = 1; domain <= 5; domain++) {
            assertThat(shell.admin.memory.of(domain).tryTake(domain << 20)).isTrue();
        }
        assertThat(shell.admin.memory.of(6).tryTake(300 << 20)).isFalse();
    }

    private void offerFiles() {
        shell.addFiles(new HostFiles() {
            @Override
            public Share open(Path anything) {
                throw new UnsupportedOperationException();
            }

            @Override
            public FairBudget descriptors() {
                return descriptors;
            }
        });
    }

    @Test
    void theThreeLargestGuestsAreNamed() throws IOException {
        take();
        assertThat(shell.run("host").out())
                .contains("\nmemory for guests: 15.0 MiB of 256.0 MiB taken,"
                        + " most by domain 5 (web) 5.0 MiB, domain 4 4.0 MiB, domain 3 3.0 MiB; refusals: 1\n")
                .doesNotContain("descriptors:");
        offerFiles();
        assertThat(descriptors.of(-1).tryTake(7)).isTrue();
        assertThat(descriptors.of(5).tryTake(3)).isTrue();
        assertThat(shell.run("host").out())
                .contains("\ndescriptors: 10 of 1000 taken, most by clients of this host 7, domain 5 (web) 3\n");
    }

    @Test
    void jsonHasAllOfThem() throws IOException {
        assertThat(shell.run("host", "--json").out())
                .startsWith("{\"hypervisor\":\"embedded\",\"ownDomain\":0,")
                .contains("\"memory\":{\"what\":\"bytes of memory\",\"total\":268435456,\"taken\":0,")
                .contains("\"holdings\":{}},\"descriptors\":null}");
        take();
        offerFiles();
        assertThat(descriptors.of(5).tryTake(3)).isTrue();
        assertThat(shell.run("host", "--json").out())
                .contains("\"refusals\":1,\"holdings\":{\"1\":1048576,\"2\":2097152,\"3\":3145728,\"4\":4194304,"
                        + "\"5\":5242880}},\"descriptors\":{\"what\":\"descriptors\",\"total\":1000,\"taken\":3,")
                .endsWith("\"holdings\":{\"5\":3}}}\n");
    }

    @Test
    void theShellsLanguageReadsEachValueOfTheHost() throws Exception {
        for (RecordComponent value : HostView.class.getRecordComponents()) {
            String expected = String.valueOf(value.getAccessor().invoke(shell.admin.host()));
            assertThat(shell.line("(host) " + value.getName()).out())
                    .as(value.getName())
                    .isEqualTo(expected + "\n");
        }
    }

    @Test
    void aHostWhereNothingIsTakenSaysJustThat() throws IOException {
        assertThat(shell.run("host").out()).contains("\nmemory for guests: 0 B of 256.0 MiB taken\n");
    }
}
