// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceId;
import org.xenbay.update.DeviceOutcome.Kind;

/** New code is judged only by failures that guests cannot have caused. */
class UpdateAssessmentTest {

    private final List<DeviceOutcome> outcomes = new ArrayList<>();

    private UpdateAssessmentTest with(Kind kind, int... guests) {
        for (int guest : guests) {
            outcomes.add(
                    new DeviceOutcome(new DeviceId(guest, "console", outcomes.size()), kind, "because of " + guest));
        }
        return this;
    }

    private String result() {
        return UpdateAssessment.of(outcomes).orElse("");
    }

    @Test
    void codeThatServesAllDoes() {
        assertThat(with(Kind.SERVED, 1, 2, 3).result()).isEmpty();
        assertThat(UpdateAssessment.of(List.of())).isEmpty();
    }

    @Test
    void oneGuestCannotHaveAnUpdateUndone() {
        assertThat(with(Kind.LOST, 1).with(Kind.SERVED, 2).result()).isEmpty();
        outcomes.clear();
        assertThat(with(Kind.LOST, 1, 1, 1).result())
                .as("also when it is the only one")
                .isEmpty();
        outcomes.clear();
        assertThat(with(Kind.PENDING, 1, 1).result()).isEmpty();
        outcomes.clear();
        assertThat(with(Kind.LOST, 1, 1, 1, 1).with(Kind.SERVED, 2).result())
                .as("however many devices it has")
                .isEmpty();
    }

    @Test
    void aGuestThatIsGoneSaysNothing() {
        assertThat(with(Kind.GONE, 1, 2, 3).result()).isEmpty();
        assertThat(with(Kind.LOST, 4).result()).isEmpty();
    }

    @Test
    void codeThatKnowsNoStateIsUndone() {
        assertThat(with(Kind.REFUSED, 1).result()).contains("none of 1 devices").contains("because of 1");
        assertThat(with(Kind.LOST, 2, 3).result()).contains("because of 1");
    }

    @Test
    void codeThatServesNobodyIsUndoneWhenSeveralGuestsSaySo() {
        assertThat(with(Kind.LOST, 1, 2).result()).contains("2 guests").contains("because of 1");
        outcomes.clear();
        assertThat(with(Kind.PENDING, 1, 2).result()).contains("2 guests");
    }

    @Test
    void aGuestThatIsServedDoesNotHideThatMostAreNot() {
        assertThat(with(Kind.SERVED, 1, 1, 1, 1).with(Kind.REFUSED, 2, 3).result())
                .contains("refuses devices of 2 guests");
        outcomes.clear();
        assertThat(with(Kind.SERVED, 1, 2).with(Kind.REFUSED, 2, 3).result())
                .as("who is served in part only is not content")
                .isNotEmpty();
    }

    @Test
    void oneRefusedAmongOthersIsDamagedItself() {
        assertThat(with(Kind.SERVED, 1).with(Kind.REFUSED, 2).result()).isEmpty();
        outcomes.clear();
        assertThat(with(Kind.SERVED, 1, 2, 3).with(Kind.REFUSED, 4, 5).result()).isEmpty();
    }
}
