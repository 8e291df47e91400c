// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xenbay.api.device.DeviceHandler.Handshake;
import org.xenbay.api.device.Readiness;
import org.xenbay.api.device.XenbusState;

/**
 * The expected reaction to each pair of backend state and frontend state: where QEMU's legacy core waits for ever, ignores the
 * frontend or goes backwards, the cell says what happens instead. A cell is the states this side writes, in order.
 */
class CrossTableTest {

    /** Columns: frontend state 0 to 6, the device being online. */
    @ParameterizedTest(name = "backend {0}")
    @CsvSource({
        // found with this state:   fe 0    1      2      3        4        5        6
        "1, online,                 2,      2,     2,     2 4,     2 4!,    5,       6",
        "2, online,                 2,      2,     2,     2 4,     2 4!,    5,       6",
        "3, online,                 2,      2,     2,     2 4,     2 4!,    5,       6",
        "4, online,                 6,      2,     2,     -,       -!,      5,       6",
        "5, online,                 6,      1 2,   -,     -,       -,       -,       6",
        "6, online,                 -,      1 2,   -,     -,       -,       -,       -",
        "1, offline,                -,      -,     -,     -,       -,       5 6,     6",
        "4, offline,                6,      2,     2,     -,       -!,      5 6,     6",
        "5, offline,                6,      -,     -,     -,       -,       6,       6",
        "6, offline,                -,      -,     -,     -,       -,       -,       -",
    })
    void aDeviceFoundIsTakenToWhereItBelongs(
            int backend,
            String online,
            String fe0,
            String fe1,
            String fe2,
            String fe3,
            String fe4,
            String fe5,
            String fe6) {
        List<String> cells = List.of(fe0, fe1, fe2, fe3, fe4, fe5, fe6);
        for (int frontend = 0; frontend < cells.size(); frontend++) {
            String did = new Run()
                    .observe(backend, frontend, online.equals("online"))
                    .did();
            assertThat(did)
                    .as("backend %s, frontend %s, %s", backend, frontend, online)
                    .isEqualTo(cells.get(frontend));
        }
    }

    /** Rows: what this side has brought about; columns: what the frontend does then. */
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({
        // phase        online   fe 0    1        2      3       4        5       6
        "INIT_WAIT,     online,  6,      -,       -,     4,      4!,      5,      6",
        "INIT_WAIT,     offline, 6,      -,       -,     4,      4!,      5 6,    6",
        "CONNECTED,     online,  6,      2,       -,     -,      -,       5,      6",
        "CONNECTED,     offline, 6,      -,       -,     -,      -,       5 6,    6",
        "CLOSING,       online,  6,      1 2,     -,     -,      -,       -,      6",
        "CLOSING,       offline, 6,      -,       -,     -,      -,       6,      6",
        "CLOSED,        online,  -,      1 2,     -,     -,      -,       -,      -",
        "CLOSED,        offline, -,      -,       -,     -,      -,       -,      -",
    })
    void aFrontendThatMovesIsFollowed(
            Phase phase,
            String online,
            String fe0,
            String fe1,
            String fe2,
            String fe3,
            String fe4,
            String fe5,
            String fe6) {
        List<String> cells = List.of(fe0, fe1, fe2, fe3, fe4, fe5, fe6);
        for (int frontend = 0; frontend < cells.size(); frontend++) {
            Run run = Run.broughtTo(phase);
            run.observe(run.stored(), frontend, online.equals("online"));
            assertThat(run.did())
                    .as("%s, frontend %s, %s", phase, frontend, online)
                    .isEqualTo(cells.get(frontend));
        }
    }

    /** Drives one device with a handler that is always ready; the state node holds what was written last. */
    static final class Run {
        private Model model = Model.NEW;
        private int stored = 1;
        private final StringBuilder did = new StringBuilder();

        static Run broughtTo(Phase phase) {
            Run run = new Run();
            run.observe(1, 1, true);
            if (phase != Phase.INIT_WAIT) {
                run.observe(run.stored, 4, true);
            }
            if (phase == Phase.CLOSING) {
                run.observe(run.stored, 5, true);
            } else if (phase == Phase.CLOSED) {
                run.observe(run.stored, 6, true);
            }
            assertThat(run.model.phase()).isEqualTo(phase);
            run.did.setLength(0);
            return run;
        }

        int stored() {
            return stored;
        }

        Run observe(int backend, int frontend, boolean online) {
            stored = backend;
            take(new Event.Observed(new Observation(
                    true, XenbusState.values()[backend], online, true, XenbusState.values()[frontend], false, "")));
            return this;
        }

        private void take(Event event) {
            Decision decision = StateMachine.decide(model, event);
            model = decision.next();
            decision.actions().forEach(this::carryOut);
        }

        private void carryOut(Action action) {
            if (action instanceof Action.WriteState write) {
                wrote(write.state().number());
            } else if (action instanceof Action.OpenToAdopt) {
                take(new Event.Opened(Readiness.ready(), Handshake.STATES));
            } else if (action instanceof Action.Init) {
                take(new Event.Initialised(Readiness.ready(), Handshake.STATES));
            } else if (action instanceof Action.Publish) {
                wrote(2);
                take(new Event.Published());
            } else if (action instanceof Action.Connect) {
                take(new Event.Linked(Readiness.ready()));
            } else if (action instanceof Action.Announce) {
                did.append(did.isEmpty() ? "-!" : "!");
            }
        }

        private void wrote(int state) {
            stored = state;
            did.append(did.isEmpty() ? "" : " ").append(state);
        }

        String did() {
            return did.isEmpty() ? "-" : did.toString();
        }
    }
}
