// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xenbay.core.registry.BackendTable.Entry;

/** Which backend serves a type, and which stand by. */
class BackendTableTest {

    private final BackendTable table = new BackendTable();

    private static Entry entry(String bundle, long bundleId, int ranking, long serviceId) {
        return new Entry(null, ranking, serviceId, bundle, "1.0.0", bundleId);
    }

    @Test
    void aBackendThatWasNeverTakenCanLeave() {
        assertThat(table.remove("console", 7)).isFalse();
        table.add("console", entry("a", 10, 0, 1));
        assertThat(table.remove("console", 7)).isFalse();
        assertThat(table.remove("vkbd", 1)).isFalse();
        assertThat(table.serving("console").bundle()).isEqualTo("a");
    }

    @Test
    void whoStandsByIsNamedWithTheReason() {
        assertThat(table.add("console", entry("a", 10, 5, 1))).isTrue();
        assertThat(table.add("console", entry("b", 11, 5, 2))).isFalse();
        assertThat(table.add("console", entry("c", 12, 0, 3))).isFalse();
        assertThat(table.standingBy("console"))
                .containsExactly("b 1.0.0 (a was installed first)", "c 1.0.0 (its service ranking is 0, a has 5)");
        assertThat(table.standingBy("vkbd")).isEmpty();
        assertThat(table.remove("console", 1)).isTrue();
        assertThat(table.serving("console").bundle()).isEqualTo("b");
        assertThat(table.standingBy("console")).containsExactly("c 1.0.0 (its service ranking is 0, b has 5)");
    }

    @Test
    void whatWasInstalledLaterUnderTheSameNameHasReplacedABundle() {
        table.add("console", entry("a", 20, 0, 1));
        assertThat(table.isReplaced(entry("a", 10, 99, 2))).isTrue();
        assertThat(table.isReplaced(entry("a", 20, 0, 3))).isFalse();
        assertThat(table.isReplaced(entry("b", 10, 0, 4))).isFalse();
    }

    @Test
    void anUpdateOfABundleDoesNotChangeWhoServes() {
        table.add("console", entry("a", 10, 0, 1));
        table.add("console", entry("b", 11, 0, 2));
        table.remove("console", 1);
        Entry updated = entry("a", 10, 0, 3);
        assertThat(table.displaces("console", updated)).isTrue();
        assertThat(table.add("console", updated)).isTrue();
        assertThat(table.serving("console")).isEqualTo(updated);
    }

    @Test
    void theConfiguredBundleServesWhateverItsRanking() {
        table.prefer(Map.of("console", "b"));
        table.add("console", entry("a", 10, 99, 1));
        Entry wanted = entry("b", 11, 0, 2);
        assertThat(table.displaces("console", wanted)).isTrue();
        table.add("console", wanted);
        assertThat(table.serving("console")).isEqualTo(wanted);
        assertThat(table.standingBy("console")).containsExactly("a 1.0.0 (the configuration prefers b)");
        table.add("vkbd", entry("a", 10, 0, 1));
        assertThat(table.displaces("vkbd", wanted)).isFalse();
    }

    @Test
    void whoServesMovesWithThePreference() {
        Entry first = entry("a", 10, 0, 1);
        Entry second = entry("b", 11, 0, 2);
        table.add("console", first);
        table.add("console", second);
        table.add("vkbd", first);
        assertThat(table.movedBy(Map.of("console", "b", "vkbd", "b"))).containsExactly("console");
        table.prefer(Map.of("console", "b"));
        assertThat(table.serving("console")).isEqualTo(second);
        assertThat(table.movedBy(Map.of("console", "b"))).isEmpty();
        assertThat(table.movedBy(Map.of())).containsExactly("console");
    }

    @Test
    void theTypesOfAServiceAreKnownWhateverItsPropertiesSayLater() {
        table.add("9pfs", entry("a", 10, 0, 1));
        table.add("xen_9pfs", entry("a", 10, 0, 1));
        table.add("console", entry("b", 11, 0, 2));
        assertThat(table.typesOf(1)).containsExactly("9pfs", "xen_9pfs");
        assertThat(table.typesOf(9)).isEmpty();
    }

    @Test
    void preferencesAreReadLenientlyAndWhatIsNoPreferenceIsRefused() {
        assertThat(Preferences.parse()).isEmpty();
        assertThat(Preferences.parse("")).isEmpty();
        assertThat(Preferences.parse(" console : a ,vkbd:b", "qusb:c"))
                .isEqualTo(Map.of("console", "a", "vkbd", "b", "qusb", "c"));
        for (String wrong : List.of("console=a", "vkbd:b, :c", "qusb:", "x:y:z")) {
            assertThatThrownBy(() -> Preferences.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
