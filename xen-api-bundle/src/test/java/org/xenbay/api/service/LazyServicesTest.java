// SPDX-License-Identifier: Apache-2.0
package org.xenbay.api.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LazyServicesTest {

    private final List<String> calls = new ArrayList<>();
    private final LazyServices<Integer, String> services = new LazyServices<>();

    private void add(int reference, String service) {
        services.add(
                reference,
                () -> {
                    calls.add("get " + service);
                    return service;
                },
                given -> calls.add("unget " + given));
    }

    @Test
    void nobodyGetsAServiceBeforeSomebodyAsks() {
        add(1, "one");
        services.remove(1);
        assertThat(calls).isEmpty();
        assertThat(services.all()).isEmpty();
    }

    @Test
    void theGreatestReferenceComesFirstWheneverItCame() {
        add(2, "two");
        add(3, "three");
        add(1, "one");
        assertThat(services.all()).containsExactly("three", "two", "one");
        assertThat(services.all()).hasSize(3);
        assertThat(calls).containsExactly("get three", "get two", "get one");
    }

    @Test
    void oneThatGoesIsGivenBackAndTheOthersStay() {
        add(1, "one");
        add(2, "two");
        services.all();
        services.remove(2);
        services.remove(7);
        assertThat(calls).endsWith("get one", "unget two");
        assertThat(services.all()).containsExactly("one");
    }

    @Test
    void oneThatCannotBeHadYetIsLeftOutUntilItCan() {
        String[] later = {null};
        services.add(1, () -> later[0], given -> {});
        add(2, "two");
        assertThat(services.all()).containsExactly("two");
        later[0] = "one";
        assertThat(services.all()).containsExactly("two", "one");
    }
}
