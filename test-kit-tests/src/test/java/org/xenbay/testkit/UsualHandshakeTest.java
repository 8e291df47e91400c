// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.xenbay.testkit.planted.BadConnects;

/** For a backend whose device never connects, one test fails at once, and no other test waits for the same. */
class UsualHandshakeTest {

    /** Run by the tests below only: a test's own class in it would be found by the build. */
    static class NeverConnects extends PlantedContract {

        NeverConnects() {
            super(BadConnects::throwsFromOpen, Duration.ofSeconds(20));
        }

        @Test
        void ownTest() {}
    }

    private static EngineExecutionResults run(String... methods) {
        EngineTestKit.Builder tests = EngineTestKit.engine("junit-jupiter");
        for (String method : methods) {
            tests.selectors(selectMethod(NeverConnects.class, method));
        }
        return tests.execute();
    }

    private static List<String> reasons(EngineExecutionResults results) {
        return results.allEvents().skipped().stream()
                .map(event -> event.getRequiredPayload(String.class))
                .toList();
    }

    @Test
    void theUsualHandshakeFailsWithItsNameAndTheOtherCasesAreSkippedWithTheReason() {
        EngineExecutionResults results = run("contract");

        List<Throwable> failures = results.testEvents().failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class)
                        .getThrowable()
                        .orElseThrow())
                .toList();
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageStartingWith(HandshakeCases.USUAL + ": " + Rule.OPENS.sentence())
                        .hasMessageContaining("open has thrown java.lang.IllegalStateException: no handler of"));
        assertThat(reasons(results))
                .hasSize((int) ContractCases.all().count() - 1)
                .allSatisfy(reason -> assertThat(reason).contains("not tried", "no handler of"));
    }

    @Test
    void aTestOfTheAuthorsOwnFailsWhereItsDeviceDoesNotConnect() {
        EngineExecutionResults results = run("ownTest");

        assertThat(results.testEvents().failed().count()).isEqualTo(1);
    }

    @Test
    void onlyOneOfBothKindsFails() {
        EngineExecutionResults results = run("ownTest", "contract");

        assertThat(results.testEvents().failed().count()).isEqualTo(1);
        assertThat(reasons(results)).isNotEmpty();
    }
}
