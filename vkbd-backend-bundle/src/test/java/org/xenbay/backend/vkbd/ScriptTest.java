// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.input.InputControl.Step;
import org.xenbay.api.input.InputEvent.Key;

class ScriptTest {

    private final Allowance memory = new FairBudget("memory", 1 << 20).of(1);
    private final Script script =
            new Script(Collections.nCopies(2 * Script.FREE_STEPS, new Step(List.of(new Key(1, true)), Duration.ZERO)));

    private enum End {
        GUEST_LEFT,
        GIVEN_UP,
        CANCELLED
    }

    private void end(End how) {
        switch (how) {
            case GUEST_LEFT -> script.guestLeft();
            case GIVEN_UP -> script.giveUp();
            default -> script.done().cancel(false);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aScriptThatEndsGivesItsMemoryBackOnce(End how) {
        assertThat(script.takeMemory(memory)).isTrue();
        assertThat(memory.taken()).isPositive();
        end(how);
        end(how);
        script.guestLeft();
        assertThat(memory.taken()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"GUEST_LEFT", "GIVEN_UP"})
    void theMemoryIsFreeWhenTheEndIsTold(End how) {
        assertThat(script.takeMemory(memory)).isTrue();
        List<Long> takenAtTheEnd = new ArrayList<>();
        script.done().whenComplete((played, failed) -> takenAtTheEnd.add(memory.taken()));
        end(how);
        assertThat(takenAtTheEnd).containsExactly(0L);
    }

    @Test
    void aScriptThatIsCancelledBeforeItTakesMemoryKeepsNone() {
        script.done().cancel(false);
        script.takeMemory(memory);
        assertThat(memory.taken()).isZero();
    }
}
