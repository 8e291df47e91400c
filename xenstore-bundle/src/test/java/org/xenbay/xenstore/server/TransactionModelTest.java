// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.xenstore.tree.internal.Node;
import org.xenbay.xenstore.tree.internal.Trees;

/**
 * Random interleavings of requests in several transactions and outside, against a naive model: whole copies of a map
 * of paths, and a version for each that grows with every change. Reproducible by its seed.
 */
class TransactionModelTest {

    private static final String[] NAMES = {"a", "b", "c"};
    private static final int STEPS = 4_000;

    private final Engine engine = new Engine(Quotas.DEFAULT);
    private final Session session = engine.open(0, new SilentSink());
    private final Model live = new Model();
    private final Map<Integer, ModelTransaction> open = new HashMap<>();
    private int commits;
    private int conflicts;

    static List<Long> seeds() {
        List<Long> seeds = new ArrayList<>();
        for (long seed = 1; seed <= 40; seed++) {
            seeds.add(seed);
        }
        return seeds;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theEngineDoesWhatTheModelDoes(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            step(random, step);
        }
        assertThat(commits).isGreaterThan(10);
        assertThat(conflicts).isGreaterThan(10);
        assertThat(contents(engine.root())).isEqualTo(live.values);
        assertThat(engine.statistics().nodes()).isEqualTo(live.values.size() + 1);
    }

    private void step(Random random, int step) {
        int kind = random.nextInt(20);
        if (kind == 0 && open.size() < 4) {
            open.put(engine.begin(session), new ModelTransaction(live));
        } else if (kind <= 2 && !open.isEmpty()) {
            int id = new ArrayList<>(open.keySet()).get(random.nextInt(open.size()));
            end(id, open.remove(id), random.nextInt(8) > 0);
        } else {
            List<Integer> where = new ArrayList<>(open.keySet());
            where.add(0);
            int id = where.get(random.nextInt(where.size()));
            request(id, id == 0 ? null : open.get(id), random, "v" + step);
        }
    }

    private void request(int id, ModelTransaction transaction, Random random, String value) {
        StorePath path = path(random);
        Model model = transaction == null ? live : transaction.copy;
        Set<String> touched = transaction == null ? new HashSet<>() : transaction.touched;
        switch (random.nextInt(5)) {
            case 0 -> {
                engine.write(session, id, path, value.getBytes(US_ASCII));
                model.write(path, value, touched);
            }
            case 1 -> {
                boolean refused = false;
                try {
                    engine.remove(session, id, path);
                } catch (Refusal refusal) {
                    assertThat(refusal.error()).isEqualTo(StoreError.ENOENT);
                    refused = true;
                }
                assertThat(refused).isEqualTo(!model.remove(path, touched));
            }
            default -> {
                Node node = engine.find(session, id, path);
                touched.add(path.toString());
                assertThat(node == null ? null : new String(node.value(), US_ASCII))
                        .isEqualTo(model.values.get(path.toString()));
                if (node != null) {
                    assertThat(node.children().names()).isEqualTo(model.children(path.toString()));
                }
            }
        }
    }

    private void end(int id, ModelTransaction transaction, boolean commit) {
        if (!commit) {
            engine.end(session, id, false);
            return;
        }
        boolean refused = false;
        try {
            engine.end(session, id, true);
        } catch (Refusal refusal) {
            assertThat(refusal.error()).isEqualTo(StoreError.EAGAIN);
            refused = true;
        }
        boolean conflict =
                transaction.touched.stream().anyMatch(path -> transaction.start.version(path) != live.version(path));
        assertThat(refused).isEqualTo(conflict);
        if (conflict) {
            conflicts++;
        } else {
            commits++;
            live.take(transaction);
        }
    }

    private static StorePath path(Random random) {
        StorePath path = StorePath.ROOT;
        for (int depth = 1 + random.nextInt(4); depth > 0; depth--) {
            path = path.child(NAMES[random.nextInt(NAMES.length)]);
        }
        return path;
    }

    private static Map<String, String> contents(Node root) {
        Map<String, String> contents = new TreeMap<>();
        Trees.forEachBelow(
                StorePath.ROOT,
                root,
                (path, node) -> contents.put(path.toString(), new String(node.value(), US_ASCII)));
        return contents;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void readingNeverChangesAnything(long seed) {
        Random random = new Random(seed);
        engine.write(session, 0, StorePath.of("/a/b"), new byte[1]);
        Node before = engine.root();
        int id = engine.begin(session);
        for (int i = 0; i < 100; i++) {
            engine.find(session, id, path(random));
        }
        engine.end(session, id, true);
        assertThat(engine.root()).isSameAs(before);
    }

    /** A map of every node but the root, with a version for each; all absent nodes are equal. */
    private static final class Model {
        private static long lastVersion;
        private final TreeMap<String, String> values = new TreeMap<>();
        private final Map<String, Long> versions = new HashMap<>();

        Model copy() {
            Model copy = new Model();
            copy.values.putAll(values);
            copy.versions.putAll(versions);
            return copy;
        }

        long version(String path) {
            return versions.getOrDefault(path, 0L);
        }

        private void bump(String path, Set<String> touched) {
            versions.put(path, ++lastVersion);
            touched.add(path);
        }

        void write(StorePath path, String value, Set<String> touched) {
            String text = path.toString();
            for (StorePath at = path; !at.equals(StorePath.ROOT); at = at.parent()) {
                if (values.containsKey(at.toString())) {
                    break;
                }
                values.put(at.toString(), "");
                bump(at.toString(), touched);
                bump(at.parent().toString(), touched);
            }
            values.put(text, value);
            bump(text, touched);
        }

        boolean remove(StorePath path, Set<String> touched) {
            String text = path.toString();
            String parent = path.parent().toString();
            touched.add(text);
            if (!values.containsKey(text)) {
                touched.add(parent);
                return parent.equals("/") || values.containsKey(parent);
            }
            for (String below : below(text)) {
                values.remove(below);
                versions.remove(below);
                touched.add(below);
            }
            bump(parent, touched);
            return true;
        }

        private List<String> below(String path) {
            return values.keySet().stream()
                    .filter(each -> each.equals(path) || each.startsWith(path + "/"))
                    .toList();
        }

        List<String> children(String path) {
            return values.keySet().stream()
                    .filter(each -> each.startsWith(path + "/"))
                    .map(each -> each.substring(path.length() + 1))
                    .filter(each -> each.indexOf('/') < 0)
                    .toList();
        }

        void take(ModelTransaction transaction) {
            for (String path : transaction.touched) {
                if (transaction.copy.version(path) != transaction.start.version(path)) {
                    boolean there = transaction.copy.versions.containsKey(path);
                    versions.keySet().remove(path);
                    values.remove(path);
                    if (there) {
                        versions.put(path, transaction.copy.version(path));
                    }
                    if (there && !path.equals("/")) {
                        values.put(path, transaction.copy.values.get(path));
                    }
                }
            }
        }
    }

    private static final class ModelTransaction {
        private final Model start;
        private final Model copy;
        private final Set<String> touched = new HashSet<>();

        ModelTransaction(Model live) {
            start = live.copy();
            copy = live.copy();
        }
    }

    private static final class SilentSink implements EventSink {
        @Override
        public void fired(WatchEntry watch, String path) {
            throw new AssertionError("there are no watches");
        }

        @Override
        public void lost(Loss why) {
            throw new AssertionError("nobody ends the session");
        }
    }
}
