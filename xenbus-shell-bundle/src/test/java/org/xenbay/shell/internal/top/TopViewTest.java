// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xenbay.api.figure.Load;

/** The screen's lines for a size, a sort key and a filter. */
class TopViewTest {

    private final TopView view = new TopView(row -> true, SortKey.LOAD, 120);

    private void look() {
        view.looked(Looks.at(
                0,
                0,
                Looks.device("1/9pfs/0", 0, Map.of(Load.REQUESTS, 0L, Load.READ_BYTES, 0L, Load.WAITING, 0L)),
                Looks.device("2/console/1", 0, Map.of(Load.WRITTEN_BYTES, 0L))));
        view.looked(Looks.at(
                2,
                240,
                Looks.device("1/9pfs/0", 30, Map.of(Load.REQUESTS, 5L, Load.READ_BYTES, 3L << 20, Load.WAITING, 2L)),
                Looks.device("2/console/1", 4, Map.of(Load.WRITTEN_BYTES, 5000L))));
    }

    private List<String> lines() {
        return view.lines(LocalTime.of(12, 31, 4, 999));
    }

    private void type(String keys) {
        keys.chars().forEach(key -> view.typed((char) key));
    }

    @Test
    void theHostTheBudgetsAndTheDaemonStandAboveTheDevices() {
        look();
        assertThat(lines())
                .containsExactly(
                        "xenbay top 12:31:04, embedded Xen, domains: 2, devices: 2, of them 2 well",
                        "guests: memory 3M of 256M (refusals: 2), descriptors 12 of 4096, mapped pages 5, event channels 3",
                        "daemon: processor 12 %, heap 80 of 512 MiB, resident 130 MiB, threads 43, open files 90,"
                                + " collections 7, 0.3 s",
                        "by load   (s: by the next, /: only some, blank: now, q: quit)",
                        "DEVICE       GUEST  PHASE      LOAD%  REQ/S  READ/S  WRITE/S  QUEUE  EVT/S  GUEST-MEM  PAGES  TYPE",
                        "1/9pfs/0     web1   connected    100    2.5    1.5M        -      2     15         2M      2  9pfs",
                        "2/console/1  web2   connected     12      -       -     2.4K      -      2          0      2  console");
        assertThat(lines().get(view.headings())).startsWith("DEVICE");
    }

    @Test
    void noMoreIsShownThanTheTerminalHasRoomFor() {
        look();
        view.cursor(6, 60);
        assertThat(lines()).hasSize(6).allMatch(line -> line.length() <= 60);
        assertThat(lines().get(5)).startsWith("1/9pfs/0").doesNotContain("2/console/1");
        view.cursor(2, 200);
        assertThat(lines()).hasSize(2);
    }

    @Test
    void aKeySortsByTheNextColumn() {
        look();
        type("s");
        assertThat(lines().get(3)).startsWith("by requests");
        type("s".repeat(SortKey.values().length - 2));
        assertThat(lines().get(3)).startsWith("by device");
        type("s");
        assertThat(lines().get(3)).startsWith("by load");
    }

    @Test
    void aFilterShowsSomeDevicesAndIsEditedWithoutLeaving() {
        look();
        type("/WEBq");
        assertThat(view.isOver()).isFalse();
        assertThat(lines().get(3)).isEqualTo("show devices and guests with: WEBq_");
        assertThat(lines()).hasSize(5);
        type("\u007f2\r");
        assertThat(lines().get(3)).startsWith("by load, only with WEB2");
        assertThat(lines()).hasSize(6).last().asString().startsWith("2/console/1");
        type("/\r");
        assertThat(lines()).hasSize(7);
    }

    @Test
    void severalKeysLeave() {
        for (char key : new char[] {'q', 3, 4}) {
            TopView other = new TopView(row -> true, SortKey.LOAD, 80);
            other.typed(key);
            assertThat(other.isOver()).as("key " + (int) key).isTrue();
        }
    }

    @Test
    void whenTheHostCannotBeLookedAtWhatWasSeenLastStays() {
        view.failed("the core is not running");
        assertThat(lines()).containsExactly("the core is not running");
        look();
        view.failed("the core\u001b[m is not running");
        assertThat(lines()).hasSize(7).element(3).isEqualTo("the core\\x1b[m is not running");
    }

    @Test
    void aBlankLooksNowOnce() {
        type(" ");
        assertThat(view.takeStale()).isTrue();
        assertThat(view.takeStale()).isFalse();
    }
}
