// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xenbay.api.figure.Figure;
import org.xenbay.api.figure.Figure.Kind;
import org.xenbay.api.figure.Load;
import org.xenbay.api.management.testing.FakeDevices;

/** Rates between two looks: what is not known is not guessed. */
class RatesTest {

    private static final String DISK = "1/9pfs/0";
    private static final String CONSOLE = "2/console/1";

    private static TopRow of(List<TopRow> rows, String id) {
        return rows.stream()
                .filter(row -> row.device().toString().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRateIsTheGrowthOfACountPerSecond() {
        List<TopRow> rows = Rates.between(
                Looks.at(
                        10,
                        0,
                        Looks.device(DISK, 100, Map.of(Load.REQUESTS, 50L, Load.READ_BYTES, 0L, Load.WAITING, 9L))),
                Looks.at(
                        12,
                        0,
                        Looks.device(DISK, 140, Map.of(Load.REQUESTS, 80L, Load.READ_BYTES, 4096L, Load.WAITING, 3L))));
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.requests()).isEqualTo(15.0);
            assertThat(row.readBytes()).isEqualTo(2048.0);
            assertThat(row.writtenBytes()).as("nobody counts it").isNull();
            assertThat(row.events()).isEqualTo(20.0);
            assertThat(row.waiting()).isEqualTo(3L);
            assertThat(row.guestMemory()).isEqualTo(2L << 20);
            assertThat(row.type()).isEqualTo("9pfs");
        });
    }

    @Test
    void theFirstLookHasNoRates() {
        TopRow row = Rates.between(null, Looks.at(1, 0, Looks.device(DISK, 100, Map.of(Load.REQUESTS, 50L))))
                .get(0);
        assertThat(row.requests()).isNull();
        assertThat(row.events()).isNull();
        assertThat(row.load()).isNull();
    }

    /** Its guest's driver began anew, or the core was restarted. */
    @Test
    void aCountThatHasBegunAnewHasNoRateUntilTheNextLook() {
        Look first = Looks.at(0, 0, Looks.device(DISK, 100, Map.of(Load.REQUESTS, 50L)));
        Look second = Looks.at(2, 0, Looks.device(DISK, 4, Map.of(Load.REQUESTS, 2L)));
        Look third = Looks.at(4, 0, Looks.device(DISK, 6, Map.of(Load.REQUESTS, 12L)));
        assertThat(Rates.between(first, second).get(0).requests()).isNull();
        assertThat(Rates.between(first, second).get(0).events()).isNull();
        assertThat(Rates.between(second, third).get(0).requests()).isEqualTo(5.0);
    }

    @Test
    void aDeviceThatCameSinceTheLastLookHasNoRatesAndOneThatWentHasNoRow() {
        List<TopRow> rows = Rates.between(
                Looks.at(0, 0, Looks.device(DISK, 1, Map.of(Load.REQUESTS, 1L))),
                Looks.at(1, 0, Looks.device(CONSOLE, 5, Map.of(Load.READ_BYTES, 7L))));
        assertThat(rows).singleElement().satisfies(row -> {
            assertThat(row.device()).hasToString(CONSOLE);
            assertThat(row.readBytes()).isNull();
        });
    }

    /** A share of requests and a console of bytes are compared by their parts of the host's work. */
    @Test
    void theLoadIsTheGreatestPartOfTheHostsWork() {
        List<TopRow> rows = Rates.between(
                Looks.at(
                        0,
                        0,
                        Looks.device(DISK, 0, Map.of(Load.REQUESTS, 0L, Load.READ_BYTES, 0L, Load.WRITTEN_BYTES, 0L)),
                        Looks.device("3/9pfs/0", 0, Map.of(Load.REQUESTS, 0L, Load.READ_BYTES, 0L)),
                        Looks.device(CONSOLE, 0, Map.of(Load.WRITTEN_BYTES, 0L))),
                Looks.at(
                        1,
                        0,
                        Looks.device(
                                DISK, 10, Map.of(Load.REQUESTS, 30L, Load.READ_BYTES, 50L, Load.WRITTEN_BYTES, 50L)),
                        Looks.device("3/9pfs/0", 10, Map.of(Load.REQUESTS, 10L, Load.READ_BYTES, 0L)),
                        Looks.device(CONSOLE, 0, Map.of(Load.WRITTEN_BYTES, 900L))));
        assertThat(of(rows, DISK).load()).isEqualTo(75.0);
        assertThat(of(rows, "3/9pfs/0").load()).isEqualTo(50.0);
        assertThat(of(rows, CONSOLE).load()).isEqualTo(90.0);
        assertThat(rows.stream()
                        .sorted(SortKey.LOAD.order())
                        .map(row -> row.device().toString()))
                .containsExactly(CONSOLE, DISK, "3/9pfs/0");
    }

    @Test
    void anIdleHostHasNoLoadAndNothingIsDividedByZero() {
        Look look = Looks.at(1, 0, Looks.device(DISK, 1, Map.of(Load.REQUESTS, 1L)));
        assertThat(Rates.between(look, Looks.at(3, 0, Looks.device(DISK, 1, Map.of(Load.REQUESTS, 1L))))
                        .get(0)
                        .load())
                .isEqualTo(0.0);
        assertThat(Rates.between(look, look).get(0).requests()).isNull();
        assertThat(Rates.cpuPercent(look, look)).isNull();
    }

    @Test
    void theProcessorsTimeOfTheDaemonIsInPercentOfOneProcessor() {
        assertThat(Rates.cpuPercent(Looks.at(0, 1000), Looks.at(2, 4000))).isEqualTo(150.0);
        assertThat(Rates.cpuPercent(null, Looks.at(2, 4000))).isNull();
    }

    /** A backend names its figures as it likes, and may count in several of them. */
    @Test
    void figuresOfOneLoadAreAddedUpWhateverTheirNames() {
        DeviceLook look = DeviceLook.of(FakeDevices.measured(
                "1/qusb/0",
                "web",
                new Figure("bulk_requests", Kind.COUNTER, Load.REQUESTS, "some").with(3),
                new Figure("control_requests", Kind.COUNTER, Load.REQUESTS, "others").with(4),
                new Figure("failed_requests", Kind.COUNTER, "of these").with(2),
                new Figure("depth", Kind.GAUGE, Load.WAITING, "how many wait").failed("defect")));
        assertThat(look.load()).containsOnly(Map.entry(Load.REQUESTS, 7L));
        assertThat(look.load(Load.WAITING)).isNull();
    }

    @Test
    void whatIsNotKnownIsSortedLastAndEqualOnesById() {
        Look before = Looks.at(
                0,
                0,
                Looks.device("2/a/0", 0, Map.of(Load.REQUESTS, 0L)),
                Looks.device("10/a/0", 0, Map.of(Load.REQUESTS, 0L)),
                Looks.device("1/a/0", 0, Map.of()));
        Look now = Looks.at(
                1,
                0,
                Looks.device("1/a/0", 0, Map.of()),
                Looks.device("10/a/0", 0, Map.of(Load.REQUESTS, 0L)),
                Looks.device("2/a/0", 0, Map.of(Load.REQUESTS, 0L)));
        assertThat(TopTable.of(before, now, row -> true, SortKey.REQUESTS).rows())
                .extracting(row -> row.device().toString())
                .containsExactly("2/a/0", "10/a/0", "1/a/0");
        assertThat(SortKey.DEVICE.next()).isEqualTo(SortKey.LOAD);
        assertThat(SortKey.of("queue")).isEqualTo(SortKey.QUEUE);
    }
}
