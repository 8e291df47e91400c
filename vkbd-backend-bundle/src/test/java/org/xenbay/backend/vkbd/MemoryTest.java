// SPDX-License-Identifier: Apache-2.0
package org.xenbay.backend.vkbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xenbay.api.budget.Allowance;
import org.xenbay.api.budget.FairBudget;
import org.xenbay.api.input.InputControl.Step;
import org.xenbay.api.input.InputEvent.Key;
import org.xenbay.frontend.VkbdEvent;

/** Events that wait for a guest use its own part of the memory budget; keys still reach a guest that has used it up. */
@Timeout(60)
class MemoryTest {

    private static final int A = 30;

    private final FairBudget memory = new FairBudget("bytes of memory", 1 << 20);
    private final TestSource keys = new TestSource("keys", "seat0");
    private final TestSource others = new TestSource("others", "seat1");

    @AfterEach
    void allComesBack() {
        assertThat(memory.holdings()).as("memory at the end").isEmpty();
    }

    private KeyboardHost host() {
        return new KeyboardHost(VkbdSettings.PLAIN.withRules("* -> one"), memory);
    }

    private Allowance usedUp(KeyboardHost.Keyboard guest) {
        Allowance elsewhere = memory.of(guest.id.domain());
        while (elsewhere.tryTake(1)) {
            assertThat(elsewhere.taken()).isLessThan(memory.total());
        }
        return elsewhere;
    }

    private static int waiting(KeyboardHost.Keyboard guest) {
        return Integer.parseInt(guest.details().get("waiting").split(",")[0]);
    }

    private static void type(TestSource source, int times) {
        for (int i = 0; i < times; i++) {
            source.press(A);
            source.release(A);
        }
    }

    @Test
    void aGuestAtItsLimitKeepsAFewKeysAndItsNeighbourAll() throws Exception {
        try (KeyboardHost host = host()) {
            KeyboardHost.Keyboard one = host.connect("one");
            KeyboardHost.Keyboard two = host.connect("two");
            host.addSource(keys);
            host.addSource(others);
            host.backend.focus(others.info().id(), two.id);
            Allowance elsewhere = usedUp(one);
            one.frontend.ring().pause();
            two.frontend.ring().pause();
            for (int i = 0; i < 300; i++) {
                type(keys, 1);
                assertThat(waiting(one)).as("waits for the one at its limit").isLessThan(256);
            }
            type(others, 300);
            assertThat(waiting(two)).isGreaterThan(500);
            assertThat(memory.holdings().get(two.id.domain())).isPositive();

            keys.press(A);
            one.frontend.ring().goOn();
            await().until(() -> one.frontend.ring().down().contains(A));
            keys.release(A);
            await().until(() -> one.frontend.ring().down().isEmpty());
            assertThat(one.details().get("dropped")).isNotEqualTo("0");
            two.frontend.ring().goOn();
            two.frontend
                    .ring()
                    .await(
                            events -> Collections.frequency(events, VkbdEvent.key(A, true)) == 300,
                            KeyboardHost.TIMEOUT);
            await().untilAsserted(() -> assertThat(memory.holdings()).containsOnlyKeys(one.id.domain()));
            assertThat(memory.taken()).isEqualTo(elsewhere.taken());
            elsewhere.give(elsewhere.taken());
        }
    }

    @Test
    void whatWaitsIsCountedByWhoTakesOverAndComesBackWhenTheGuestLeaves() throws Exception {
        try (KeyboardHost host = host()) {
            KeyboardHost.Keyboard one = host.connect("one");
            host.addSource(keys);
            one.frontend.ring().pause();
            type(keys, 400);
            assertThat(memory.taken()).isPositive();
            host.replaceBackend(VkbdSettings.PLAIN.withRules("* -> one"));
            host.awaitTarget(one);
            assertThat(memory.taken()).isGreaterThan(700L * KbdPage.EVENT_SIZE);
            host.xen.destroy(one.id.domain());
            await().untilAsserted(() -> assertThat(memory.holdings()).isEmpty());
        }
    }

    private static List<Step> script(int times) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            steps.add(new Step(List.of(new Key(A, true)), Duration.ZERO));
            steps.add(new Step(List.of(new Key(A, false)), Duration.ZERO));
        }
        return steps;
    }

    @Test
    void aGuestAtItsLimitIsPlayedShortScriptsOnly() throws Exception {
        try (KeyboardHost host = host()) {
            KeyboardHost.Keyboard one = host.connect("one");
            KeyboardHost.Keyboard two = host.connect("two");
            Allowance elsewhere = usedUp(one);
            assertThatThrownBy(() -> host.backend.play(one.id, script(2_000)).get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("4000 steps are too many now, as the guest is at its limit of memory");
            host.backend.play(one.id, script(200)).get(10, TimeUnit.SECONDS);
            assertThat(memory.taken()).isEqualTo(elsewhere.taken());
            host.backend.play(two.id, script(1_000)).get(10, TimeUnit.SECONDS);
            await().untilAsserted(() -> assertThat(memory.taken()).isEqualTo(elsewhere.taken()));
            two.frontend.ring().pause();
            host.backend.play(two.id, script(1_000));
            await().untilAsserted(() -> assertThat(memory.holdings()).containsKey(two.id.domain()));
            host.xen.destroy(two.id.domain());
            await().untilAsserted(() -> assertThat(memory.holdings()).containsOnlyKeys(one.id.domain()));
            elsewhere.give(elsewhere.taken());
        }
    }
}
