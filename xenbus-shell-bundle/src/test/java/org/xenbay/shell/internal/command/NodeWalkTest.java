// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.xenbay.api.command.CommandFailure;
import org.xenbay.api.store.StorePath;
import org.xenbay.shell.internal.FakeStore;

/** A listing of XenStore's nodes, whose number and values are up to guests, needs bounded memory. */
class NodeWalkTest {

    private static final StorePath TOP = StorePath.of("/a");

    private final FakeStore store = new FakeStore();

    private void write(String path, String value) {
        store.write(StorePath.of(path), value);
    }

    private NodeWalk walk(boolean recursive) {
        return new NodeWalk(store, TOP, recursive, false);
    }

    @Test
    void aNodeComesBeforeThoseBelowItAndNeighboursInTheirOrder() {
        write("/a/c", "3");
        write("/a/b/d", "2");
        write("/a/b/e", "1");
        assertThat(walk(true).nodes())
                .extracting(node -> node.path() + "=" + node.value())
                .containsExactly("/a/b=", "/a/b/d=2", "/a/b/e=1", "/a/c=3");
        assertThat(walk(false).nodes())
                .extracting(node -> node.path().toString())
                .containsExactly("/a/b", "/a/c");
    }

    @Test
    void anAbsentNodeIsNamed() {
        assertThatThrownBy(() -> walk(true).nodes())
                .isInstanceOf(CommandFailure.class)
                .hasMessage("there is no node /a");
    }

    @Test
    void longValuesAreNotKeptWithoutLimit() {
        String value = "x".repeat(NodeWalk.MAX_BYTES / 16);
        for (int i = 0; i < 15; i++) {
            write("/a/" + i, value);
        }
        assertThat(walk(true).nodes()).hasSize(15);
        write("/a/15", value);
        assertThatThrownBy(() -> walk(true).nodes())
                .isInstanceOf(CommandFailure.class)
                .hasMessage(
                        "what is below /a needs more than 8 MiB of memory, so nothing is shown; choose a node below it");
    }

    @Test
    void manyNodesAreNotKeptWithoutLimit() {
        for (int i = 0; i < NodeWalk.MAX_BYTES / 100; i++) {
            store.nodes.put(StorePath.of("/a/" + i), new byte[0]);
        }
        store.nodes.put(TOP, new byte[0]);
        assertThatThrownBy(() -> walk(true).nodes()).hasMessageContaining("more than 8 MiB");
    }
}
