// SPDX-License-Identifier: Apache-2.0
package org.xenbay.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.xenbay.api.device.XenbusState.CLOSED;
import static org.xenbay.api.device.XenbusState.CONNECTED;
import static org.xenbay.api.device.XenbusState.INITIALISED;
import static org.xenbay.api.device.XenbusState.INITIALISING;
import static org.xenbay.api.device.XenbusState.INIT_WAIT;
import static org.xenbay.api.device.XenbusState.UNKNOWN;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.api.management.HistoryView.States;
import org.xenbay.replay.Recording.Step;

/** A guest's steps are the states of its frontend, with what the backend came to in each. */
class RecordingTest {

    @Test
    void aStepHasTheLastStateThatTheBackendCameTo() {
        assertThat(Recording.steps(List.of(
                        new States(INITIALISING, UNKNOWN),
                        new States(INITIALISING, INITIALISING),
                        new States(INIT_WAIT, INITIALISING),
                        new States(INIT_WAIT, INITIALISED),
                        new States(CONNECTED, INITIALISED),
                        new States(CONNECTED, CONNECTED),
                        new States(CLOSED, UNKNOWN))))
                .containsExactly(
                        new Step(INITIALISING, INIT_WAIT),
                        new Step(INITIALISED, CONNECTED),
                        new Step(CONNECTED, CONNECTED),
                        new Step(UNKNOWN, CLOSED));
    }

    @Test
    void whatWasBeforeTheDeviceWasMadeAnewDoesNotCount() {
        assertThat(Recording.steps(List.of(
                        new States(CONNECTED, CONNECTED),
                        new States(UNKNOWN, CONNECTED),
                        new States(UNKNOWN, UNKNOWN),
                        new States(INITIALISING, INITIALISING))))
                .containsExactly(new Step(INITIALISING, INITIALISING));
    }
}
