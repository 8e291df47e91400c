// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.tree.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.store.Permission;

class NodeMapTest {

    private static final AccessList NOBODY = new AccessList(List.of(Permission.none(0)));

    private static Node node(int generation) {
        return new Node(new byte[0], NOBODY, NodeMap.EMPTY, generation);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void behavesAsASortedMapAndLeavesOldVersionsAlone(long seed) {
        Random random = new Random(seed);
        TreeMap<String, Node> model = new TreeMap<>();
        NodeMap map = NodeMap.EMPTY;
        List<NodeMap> versions = new ArrayList<>();
        List<Map<String, Node>> models = new ArrayList<>();
        for (int step = 0; step < 3_000; step++) {
            String name = Integer.toString(random.nextInt(300));
            if (random.nextInt(3) > 0) {
                Node node = node(step);
                map = map.with(name, node);
                model.put(name, node);
            } else {
                map = map.without(name);
                model.remove(name);
            }
            if (step % 100 == 0) {
                versions.add(map);
                models.add(new TreeMap<>(model));
            }
            assertThat(map.size()).isEqualTo(model.size());
            assertThat(map.get(name)).isSameAs(model.get(name));
        }
        versions.add(map);
        models.add(model);
        for (int i = 0; i < versions.size(); i++) {
            assertSame(versions.get(i), models.get(i));
        }
    }

    private static void assertSame(NodeMap map, Map<String, Node> model) {
        assertThat(map.names()).containsExactlyElementsOf(model.keySet());
        assertThat(map.nameBytes())
                .isEqualTo(model.keySet().stream()
                        .mapToInt(name -> name.length() + 1)
                        .sum());
        model.forEach((name, node) -> assertThat(map.get(name)).isSameAs(node));
        for (NodeMap entry : map) {
            assertThat(entry.node()).isSameAs(model.get(entry.name()));
        }
    }

    @Test
    void staysShallowWhenNamesComeInOrder() {
        NodeMap map = NodeMap.EMPTY;
        for (int i = 0; i < 100_000; i++) {
            map = map.with(String.format("%06d", i), node(i));
        }
        assertThat(map.height()).isLessThan(40);
        for (int i = 0; i < 99_000; i++) {
            map = map.without(String.format("%06d", i));
        }
        assertThat(map.height()).isLessThan(25);
        assertThat(map.size()).isEqualTo(1_000);
        assertThat(map.names().get(0)).isEqualTo("099000");
    }
}
