// SPDX-License-Identifier: Apache-2.0
package org.xenbay.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xenbay.testkit.planted.BadConnects;
import org.xenbay.testkit.planted.BadEnds;
import org.xenbay.testkit.planted.PlantedBackend.Handlers;
import org.xenbay.testkit.planted.SoundHandler;

/** Backends with one defect each: a case of the contract finds each of them, and names the contract's rule. */
class PlantedBugsTest {

    /** Long enough for a sound backend on a busy machine; a bug that is found by waiting takes it. */
    private static final Duration SHORT = Duration.ofSeconds(4);

    /** Stays below the timeouts of a driver, so that the suite speaks first. */
    private record Planted(String bug, String found, Rule rule, Handlers handlers) {}

    private static final String REMOVED = "end: the toolstack removes the device";
    private static final String INDICES = "hostile rings: nonsense in indices";

    private static final List<Planted> BUGS = List.of(
            new Planted("throws from open", HandshakeCases.USUAL, Rule.OPENS, BadConnects::throwsFromOpen),
            new Planted("ignores Closing", REMOVED, Rule.LETS_GO, BadEnds::ignoresClosing),
            new Planted("throws from disconnect", REMOVED, Rule.ENDS_QUIETLY, BadEnds::throwsFromDisconnect),
            new Planted("uses the link later", REMOVED, Rule.LEAVES_THE_LINK, BadEnds::usesTheLinkLater),
            new Planted("reads a gauge later", INDICES, Rule.ENDS_QUIETLY, BadEnds::readsAGaugeLater),
            new Planted("leaves a thread", REMOVED, Rule.ENDS_ITS_THREADS, BadEnds::leavesAThread),
            new Planted("leaves a file open", REMOVED, Rule.CLOSES_ITS_FILES, BadEnds::leavesAFile),
            new Planted("leaves the executor", REMOVED, Rule.STAYS_ON_THE_EXECUTOR, BadEnds::leavesTheExecutor),
            new Planted("writes its state", REMOVED, Rule.LEAVES_THE_STATE, BadConnects::writesItsState),
            new Planted("returns null", REMOVED, Rule.ANSWERS, BadConnects::returnsNull),
            new Planted("waits for the guest", REMOVED, Rule.DOES_NOT_BLOCK, BadConnects::waitsForTheGuest),
            new Planted("blocks in a task", REMOVED, Rule.DOES_NOT_BLOCK, BadEnds::blocksInATask),
            new Planted("spins", INDICES, Rule.DOES_NOT_SPIN, BadEnds::spins),
            new Planted("trusts indices", INDICES, Rule.REFUSES_NONSENSE, BadEnds::trustsIndices),
            new Planted("refuses the next guest", INDICES, Rule.SERVES_THE_NEXT, new BadEnds.Sulks()),
            new Planted("trusts nodes", "hostile nodes: no number", Rule.REFUSES_NONSENSE, BadConnects::trustsNodes),
            new Planted("expects nodes", "hostile nodes: missing", Rule.REFUSES_NONSENSE, BadConnects::expectsNodes),
            new Planted("trusts sizes", "hostile nodes: negative", Rule.REFUSES_NONSENSE, BadConnects::trustsSizes),
            new Planted(
                    "reads nodes once",
                    "end: the driver is unloaded, and loaded again",
                    Rule.SERVED_ANEW,
                    BadConnects::readsNodesOnce),
            new Planted(
                    "believes an old note",
                    "end: the driver is unloaded, and loaded again",
                    Rule.WORKS,
                    BadConnects::believesAnOldNote),
            new Planted(
                    "parks nothing",
                    "update: another version takes over, and the guest sees nothing",
                    Rule.WORKS,
                    BadEnds::parksNothing),
            new Planted(
                    "loses its state",
                    "update: another version takes over, and the guest sees nothing",
                    Rule.WORKS,
                    BadEnds::losesItsState),
            new Planted(
                    "waits for the host in park",
                    "host: its work is slow, and the code is replaced",
                    Rule.DOES_NOT_BLOCK,
                    BadEnds::waitsForTheHost),
            new Planted(
                    "takes any version",
                    "state: of a version that is not known",
                    Rule.REFUSES_OTHER_STATE,
                    BadConnects::takesAnyVersion),
            new Planted(
                    "refuses too late",
                    "state: of a version that is not known",
                    Rule.REFUSES_OTHER_STATE,
                    BadConnects::refusesTooLate),
            new Planted("trusts its state", "state: damaged", Rule.REFUSES_OTHER_STATE, BadConnects::trustsItsState),
            new Planted(
                    "starts over after a kill",
                    "kill: at each step of the device's use",
                    Rule.OUTLASTS_A_KILL,
                    BadConnects::startsOverAfterAKill));

    /** The first host of a JVM takes seconds. */
    @BeforeAll
    static void warmUp() {
        ContractCases.all()
                .findFirst()
                .orElseThrow()
                .body()
                .accept(new PlantedContract(SoundHandler::new, Duration.ofSeconds(20)));
    }

    @AfterEach
    void giveBack() throws Exception {
        BadEnds.giveBack();
    }

    /** The cases that find bugs find nothing in the handler into which the bugs are planted. */
    @TestFactory
    Stream<DynamicTest> withoutADefectEachCaseOfABugPasses() {
        return ContractCases.all()
                .filter(each -> BUGS.stream().anyMatch(bug -> bug.found().equals(each.name())))
                .map(each -> DynamicTest.dynamicTest(
                        each.name(),
                        () -> each.body().accept(new PlantedContract(SoundHandler::new, Duration.ofSeconds(20)))));
    }

    @TestFactory
    Stream<DynamicTest> eachBugIsFound() {
        return BUGS.stream().map(bug -> DynamicTest.dynamicTest(bug.bug(), () -> isFound(bug)));
    }

    private static void isFound(Planted planted) throws Exception {
        ContractCase found = ContractCases.all()
                .filter(each -> each.name().equals(planted.found()))
                .findFirst()
                .orElseThrow();
        ContractViolation violation = catchThrowableOfType(
                ContractViolation.class, () -> found.body().accept(new PlantedContract(planted.handlers(), SHORT)));
        BadEnds.giveBack();
        assertThat(violation).as("%s is found", planted.bug()).isNotNull();
        assertThat(violation.rule()).as(violation.getMessage()).isEqualTo(planted.rule());
        assertThat(violation)
                .hasMessageStartingWith(
                        planted.rule().sentence() + " (" + planted.rule().where() + "). Seen: ");
    }

    @Test
    void theDocumentListsEachBugWithItsCaseAndItsRule() throws IOException {
        String document = Files.readString(Path.of("../docs/contract-tests.md"));
        for (Planted bug : BUGS) {
            assertThat(document).contains("| " + bug.bug() + " | " + bug.found() + " | `" + bug.rule() + "` |");
        }
    }
}
