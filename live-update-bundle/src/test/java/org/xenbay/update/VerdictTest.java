// SPDX-License-Identifier: Apache-2.0
package org.xenbay.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.api.device.DeviceId;
import org.xenbay.update.Fate.Kind;

/** New code is judged by what guests cannot have caused. */
class VerdictTest {

    private final List<Fate> fates = new ArrayList<>();

    private VerdictTest with(Kind kind, int... guests) {
        for (int guest : guests) {
            fates.add(new Fate(new DeviceId(guest, "console", fates.size()), kind, "because of " + guest));
        }
        return this;
    }

    private String verdict() {
        return Verdict.of(fates);
    }

    @Test
    void codeThatServesAllDoes() {
        assertThat(with(Kind.SERVED, 1, 2, 3).verdict()).isEmpty();
        assertThat(Verdict.of(List.of())).isEmpty();
    }

    @Test
    void oneGuestCannotHaveAnUpdateUndone() {
        assertThat(with(Kind.LOST, 1).with(Kind.SERVED, 2).verdict()).isEmpty();
        fates.clear();
        assertThat(with(Kind.LOST, 1, 1, 1).verdict())
                .as("also when it is the only one")
                .isEmpty();
        fates.clear();
        assertThat(with(Kind.PENDING, 1, 1).verdict()).isEmpty();
        fates.clear();
        assertThat(with(Kind.LOST, 1, 1, 1, 1).with(Kind.SERVED, 2).verdict())
                .as("however many devices it has")
                .isEmpty();
    }

    @Test
    void aGuestThatIsGoneSaysNothing() {
        assertThat(with(Kind.GONE, 1, 2, 3).verdict()).isEmpty();
        assertThat(with(Kind.LOST, 4).verdict()).isEmpty();
    }

    @Test
    void codeThatKnowsNoStateIsUndone() {
        assertThat(with(Kind.REFUSED, 1).verdict())
                .contains("none of 1 devices")
                .contains("because of 1");
        assertThat(with(Kind.LOST, 2, 3).verdict()).contains("because of 1");
    }

    @Test
    void codeThatServesNobodyIsUndoneWhenSeveralGuestsSaySo() {
        assertThat(with(Kind.LOST, 1, 2).verdict()).contains("2 guests").contains("because of 1");
        fates.clear();
        assertThat(with(Kind.PENDING, 1, 2).verdict()).contains("2 guests");
    }

    @Test
    void aGuestThatIsServedDoesNotHideThatMostAreNot() {
        assertThat(with(Kind.SERVED, 1, 1, 1, 1).with(Kind.REFUSED, 2, 3).verdict())
                .contains("refuses devices of 2 guests");
        fates.clear();
        assertThat(with(Kind.SERVED, 1, 2).with(Kind.REFUSED, 2, 3).verdict())
                .as("who is served in part only is not content")
                .isNotEmpty();
    }

    @Test
    void oneRefusedAmongOthersIsDamagedItself() {
        assertThat(with(Kind.SERVED, 1).with(Kind.REFUSED, 2).verdict()).isEmpty();
        fates.clear();
        assertThat(with(Kind.SERVED, 1, 2, 3).with(Kind.REFUSED, 4, 5).verdict())
                .isEmpty();
    }
}
