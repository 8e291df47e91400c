// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.felix.service.command.Converter;
import org.junit.jupiter.api.Test;
import org.xenbay.api.command.Listing;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.management.testing.FakeDevices;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StorePath;

class RendererTest {
    private final Renderer renderer = new Renderer();
    private final Listing<DeviceView> devices = new Listing<>(
            Tables.DEVICES,
            List.of(
                    FakeDevices.device("5/console/1", "a-domain-with-a-very-long-name-indeed"),
                    FakeDevices.device("12/vkbd/0", "", "mapping grant 7 failed")));

    @Test
    void aPipeGetsOneLineARowWithTabsAndNothingCut() {
        assertThat(renderer.format(devices, Page.PLAIN).toString()).isEqualTo("""
                        5/console/1\ta-domain-with-a-very-long-name-indeed\tInitWait\tInitialising\t7\tthe \
                        frontend has not written ring-ref
                        12/vkbd/0\t-\tInitWait\tInitialising\t7\tmapping grant 7 failed""");
    }

    @Test
    void aTerminalGetsHeadingsAndAlignedColumns() {
        assertThat(renderer.format(devices, new Page(200, false)).toString().lines())
                .containsExactly(
                        "DEVICE       DOMAIN                                 BACKEND   FRONTEND      EVENTS  STATUS",
                        "5/console/1  a-domain-with-a-very-long-name-indeed  InitWait  Initialising  7       the"
                                + " frontend has not written ring-ref",
                        "12/vkbd/0                                           InitWait  Initialising  7      "
                                + " mapping grant 7 failed",
                        "2 devices, 1 waits, 1 failed");
    }

    @Test
    void theLineBelowTheDevicesCountsHowTheyAre() {
        List<DeviceView> several = List.of(
                FakeDevices.explained("1/console/0", DeviceView.WELL),
                FakeDevices.explained("1/console/1", DeviceView.WELL),
                FakeDevices.explained("1/vkbd/0", DeviceView.TROUBLED + "its source is gone"),
                FakeDevices.explained("2/9pfs/0", DeviceView.STUCK + "its backend has been in init for 12 s"),
                FakeDevices.explained("2/vkbd/0", "waits for the frontend: state Connected"),
                FakeDevices.explained("3/vkbd/0", "waits for the frontend: state Connected"));
        assertThat(lastLine(several)).isEqualTo("6 devices, 2 well, 2 wait, 1 with trouble, 1 held up");
        assertThat(lastLine(several.subList(0, 1))).isEqualTo("1 device, 1 well");
        assertThat(lastLine(List.of())).isEqualTo("no devices");
    }

    private String lastLine(List<DeviceView> rows) {
        return renderer.format(new Listing<>(Tables.DEVICES, rows), new Page(200, false))
                .toString()
                .lines()
                .reduce("", (before, line) -> line);
    }

    @Test
    void howADeviceIsHasItsColourOnATerminalOnly() {
        Listing<DeviceView> several = new Listing<>(
                Tables.DEVICES,
                List.of(
                        FakeDevices.explained("1/console/0", DeviceView.WELL),
                        FakeDevices.explained("1/vkbd/0", DeviceView.TROUBLED + "its source is gone"),
                        FakeDevices.explained("2/vkbd/0", "waits for the toolstack: node x")));
        String shown = renderer.format(several, new Page(200, true)).toString();
        assertThat(shown)
                .contains("\u001b[32mserved, all is well\u001b[0m")
                .contains("\u001b[31mserved, but its source is gone\u001b[0m")
                .contains("\u001b[33mwaits for the toolstack: node x\u001b[0m")
                .contains("\u001b[31m1 with trouble\u001b[0m");
        assertThat(renderer.format(several, Page.PLAIN).toString())
                .doesNotContain("\u001b")
                .doesNotContain("3 devices");
    }

    @Test
    void aNarrowTerminalCutsTheFlexibleColumnsFirst() {
        assertThat(renderer.format(devices, new Page(80, false)).toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80))
                .anySatisfy(line ->
                        assertThat(line).startsWith("5/console/1  a-domain-").contains("…"));
    }

    @Test
    void aVeryNarrowTerminalLosesOtherColumnsBeforeTheStatus() {
        Listing<DeviceView> well = new Listing<>(
                Tables.DEVICES,
                List.of(
                        FakeDevices.explained("1/console/0", DeviceView.WELL),
                        FakeDevices.explained("1/vkbd/0", DeviceView.TROUBLED + "its source is gone")));
        assertThat(renderer.format(well, new Page(40, false)).toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("DEVICE ").endsWith("STATUS"),
                        line -> assertThat(line).startsWith("1/console/0 ").endsWith("served, all is well"),
                        line -> assertThat(line).startsWith("1/vkbd/0 ").contains("  served, but its so…"),
                        line -> assertThat(line).isEqualTo("2 devices, 1 well, 1 with trouble"))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(40));
        assertThat(renderer.format(well, new Page(70, false)).toString())
                .contains("BACKEND", "STATUS")
                .doesNotContain("EVENTS");
    }

    @Property
    void noLineIsWiderThanTheTerminal(@ForAll @IntRange(min = 1, max = 120) int columns, @ForAll String name) {
        Listing<DeviceView> one = new Listing<>(Tables.DEVICES, List.of(FakeDevices.device("5/console/1", name)));
        String text = renderer.format(one, new Page(columns, false)).toString();
        assertThat(text.lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(Text.width(line)).isLessThanOrEqualTo(columns));
    }

    @Property
    void noGuestTextReachesTheTerminalAsControl(@ForAll String name) {
        String text = renderer.format(FakeDevices.device("5/console/1", name, name), new Page(80, false))
                .toString();
        assertThat(text.replace("\n", "").chars()).noneMatch(Character::isISOControl);
    }

    @Test
    void coloursAreThereOnlyWhenWanted() {
        assertThat(renderer.format(devices, new Page(200, true)).toString()).contains("\u001b[33mInitWait\u001b[0m");
        assertThat(renderer.format(devices, new Page(200, false)).toString()).doesNotContain("\u001b");
    }

    @Test
    void anEmptyListingHasItsHeadingsOnATerminalAndNothingInAPipe() {
        Listing<BackendView> none = new Listing<>(Tables.BACKENDS, List.of());
        assertThat(renderer.format(none, new Page(80, false)).toString()).startsWith("TYPE  DEVICES");
        assertThat(renderer.format(none, Page.PLAIN).toString()).isEmpty();
    }

    @Test
    void aDeviceShowsWhatIsKnownAndItsTransitions() {
        String card = renderer.format(FakeDevices.device("5/console/1", "guest"), new Page(100, false))
                .toString();
        assertThat(card)
                .contains("device:       5/console/1", "tty:          /dev/pts/3", "frontend state")
                .doesNotContain("failure:", "frontend path:");
    }

    @Test
    void permissionsAreAColumnWhenTheyWereAskedFor() {
        NodeView node = new NodeView(StorePath.of("/a"), "x\ty", List.of(Permission.none(0), Permission.read(5)));
        assertThat(renderer.format(new Listing<>(Tables.NODES_WITH_PERMISSIONS, List.of(node)), Page.PLAIN)
                        .toString())
                .isEqualTo("/a\tx\\ty\tn0,r5");
    }

    @Test
    void jsonOfAListingIsAnArray() {
        assertThat(renderer.format(new JsonText(devices), Page.PLAIN).toString())
                .startsWith("[{\"id\":\"5/console/1\"")
                .endsWith("}]");
    }

    @Test
    void whatIsNotOursIsLeftToOthers() throws Exception {
        assertThat(renderer.format("text", Converter.INSPECT, null)).isNull();
        assertThat(renderer.format(List.of(1), Converter.INSPECT, null)).isNull();
    }
}
