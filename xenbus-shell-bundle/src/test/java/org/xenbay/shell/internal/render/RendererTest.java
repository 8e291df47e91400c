package org.xenbay.shell.internal.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.felix.service.command.Converter;
import org.junit.jupiter.api.Test;
import org.xenbay.api.management.BackendView;
import org.xenbay.api.management.DeviceView;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StorePath;
import org.xenbay.shell.internal.Fixtures;

class RendererTest {
    private final Renderer renderer = new Renderer();
    private final Listing<DeviceView> devices = new Listing<>(
            DeviceView.class,
            List.of(
                    Fixtures.device("5/console/1", "a-domain-with-a-very-long-name-indeed"),
                    Fixtures.device("12/vkbd/0", "", "mapping grant 7 failed")));

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
                                + " mapping grant 7 failed");
    }

    @Test
    void aNarrowTerminalCutsTheFlexibleColumnsFirst() {
        assertThat(renderer.format(devices, new Page(80, false)).toString().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80))
                .anySatisfy(line ->
                        assertThat(line).startsWith("5/console/1  a-domain-").contains("…"));
    }

    @Property
    void noLineIsWiderThanTheTerminal(@ForAll @IntRange(min = 1, max = 120) int columns, @ForAll String name) {
        Listing<DeviceView> one = new Listing<>(DeviceView.class, List.of(Fixtures.device("5/console/1", name)));
        String text = renderer.format(one, new Page(columns, false)).toString();
        assertThat(text.lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(Text.width(line)).isLessThanOrEqualTo(columns));
    }

    @Property
    void noGuestTextReachesTheTerminalAsControl(@ForAll String name) {
        String text = renderer.format(Fixtures.device("5/console/1", name, name), new Page(80, false))
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
        Listing<BackendView> none = new Listing<>(BackendView.class, List.of());
        assertThat(renderer.format(none, new Page(80, false)).toString()).startsWith("TYPE  DEVICES");
        assertThat(renderer.format(none, Page.PLAIN).toString()).isEmpty();
    }

    @Test
    void aDeviceShowsWhatIsKnownAndItsTransitions() {
        String card = renderer.format(Fixtures.device("5/console/1", "guest"), new Page(100, false))
                .toString();
        assertThat(card)
                .contains("device:       5/console/1", "tty:          /dev/pts/3", "frontend state")
                .doesNotContain("failure:", "frontend path:");
    }

    @Test
    void permissionsAreAColumnWhenTheyWereAskedFor() {
        NodeView node = new NodeView(StorePath.of("/a"), "x\ty", List.of(Permission.none(0), Permission.read(5)));
        assertThat(renderer.format(new Listing<>(NodeView.class, List.of(node)), Page.PLAIN)
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
