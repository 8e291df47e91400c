// SPDX-License-Identifier: Apache-2.0
package org.xenbay.xenstore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.StoreTransaction;
import org.xenbay.api.store.Watch;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;

/** The promises of {@link XenStore}, for each implementation. */
public abstract class XenStoreContract {

    protected static final StorePath TOOL = StorePath.of("/tool");

    /** A connection of domain 0. */
    protected abstract XenStore store();

    /** Makes a domain known, as the toolstack does. */
    protected abstract void introduce(int domain);

    /** Forgets a domain. */
    protected abstract void release(int domain);

    @Test
    void whatWasWrittenIsReadByteForByte() {
        byte[] value = {0, 1, 2, -1, 0};
        store().writeBytes(TOOL.child("raw"), value);
        assertThat(store().readBytes(TOOL.child("raw")).orElseThrow()).isEqualTo(value);
        assertThat(store().readBytes(TOOL))
                .hasValueSatisfying(bytes -> assertThat(bytes).isEmpty());
    }

    @Test
    void aMissingNodeIsAValue() {
        StorePath missing = TOOL.child("no/such/node");
        assertThat(store().read(missing)).isEmpty();
        assertThat(store().list(missing)).isEmpty();
        assertThat(store().permissions(missing)).isEmpty();
        assertThat(store().exists(missing)).isFalse();
        store().remove(missing);
    }

    @Test
    void severalNodesAreReadAtOnceInTheirOrder() {
        List<StorePath> paths = new ArrayList<>();
        List<Optional<String>> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            paths.add(TOOL.child("many").child(i));
            if (i % 3 == 0) {
                expected.add(Optional.empty());
            } else {
                store().write(paths.get(i), "value " + i);
                expected.add(Optional.of("value " + i));
            }
        }
        assertThat(store().readAll(paths)).isEqualTo(expected);
        assertThat(store().readAll(List.of())).isEmpty();
    }

    @Test
    void childrenAreListed() {
        assertThat(store().list(StorePath.ROOT)).isPresent();
        store().makeDirectory(TOOL.child("empty"));
        assertThat(store().list(TOOL.child("empty"))).contains(List.of());
        store().write(TOOL.child("a"), "1");
        assertThat(store().list(TOOL)).contains(List.of("a", "empty"));
    }

    @Test
    void aLongListOfChildrenIsReadInParts() {
        List<String> names = IntStream.range(0, 2_000)
                .mapToObj(i -> String.format("child-%04d", i))
                .toList();
        store().transact(transaction -> {
            names.forEach(name -> transaction.makeDirectory(TOOL.child(name)));
            return null;
        });
        assertThat(store().list(TOOL)).contains(names);
    }

    @Test
    void removingTakesTheSubtree() {
        store().write(TOOL.child("a/b/c"), "1");
        store().remove(TOOL.child("a"));
        assertThat(store().list(TOOL)).contains(List.of());
        assertThatThrownBy(() -> store().remove(StorePath.ROOT)).satisfies(refusedWith(StoreError.EINVAL));
    }

    @Test
    void permissionsAreSetAndRead() {
        List<Permission> permissions = List.of(Permission.none(5), Permission.read(0), Permission.both(7));
        store().write(TOOL, "x");
        store().setPermissions(TOOL, permissions);
        assertThat(store().permissions(TOOL)).contains(permissions);
        store().write(TOOL.child("below"), "inherits");
        assertThat(store().permissions(TOOL.child("below"))).contains(permissions);
        assertThatThrownBy(() -> store().setPermissions(TOOL.child("missing"), permissions))
                .satisfies(refusedWith(StoreError.ENOENT));
    }

    @Test
    void aValueTooLongForAMessageIsRefusedByName() {
        assertThatThrownBy(() -> store().writeBytes(TOOL.child("big"), new byte[5_000]))
                .satisfies(refusedWith(StoreError.E2BIG))
                .hasMessageContaining("WRITE /tool/big");
        assertThat(store().exists(TOOL.child("big"))).isFalse();
    }

    @Test
    void aTransactionIsSeenAllAtOnceOrNotAtAll() {
        String result = store().transact(transaction -> {
            transaction.write(TOOL.child("a"), "1");
            transaction.write(TOOL.child("b"), "2");
            assertThat(transaction.read(TOOL.child("a"))).contains("1");
            assertThat(store().exists(TOOL.child("a"))).isFalse();
            return "done";
        });
        assertThat(result).isEqualTo("done");
        assertThat(store().readAll(List.of(TOOL.child("a"), TOOL.child("b"))))
                .containsExactly(Optional.of("1"), Optional.of("2"));
    }

    @Test
    void anAbortedTransactionChangesNothing() {
        store().transact(transaction -> {
            transaction.write(TOOL, "lost");
            transaction.abort();
            return null;
        });
        assertThat(store().exists(TOOL)).isFalse();
    }

    @Test
    void aTransactionWhoseBodyThrowsChangesNothing() {
        IllegalArgumentException thrown = new IllegalArgumentException("body");
        assertThatThrownBy(() -> store().transact(transaction -> {
                    transaction.write(TOOL, "lost");
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(store().exists(TOOL)).isFalse();
    }

    @Test
    void aTransactionThatMeetsAConflictRunsAgain() {
        AtomicInteger runs = new AtomicInteger();
        store().write(TOOL, "0");
        String seen = store().transact(transaction -> {
            String value = transaction.read(TOOL).orElseThrow();
            if (runs.incrementAndGet() == 1) {
                store().write(TOOL, "1");
            }
            transaction.write(TOOL.child("copy"), value);
            return value;
        });
        assertThat(runs).hasValue(2);
        assertThat(seen).isEqualTo("1");
        assertThat(store().read(TOOL.child("copy"))).contains("1");
    }

    @Test
    void conflictsWithoutEndAreReported() {
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> store().transact(transaction -> {
                    transaction.read(TOOL);
                    store().write(TOOL, Integer.toString(runs.incrementAndGet()));
                    return null;
                }))
                .satisfies(refusedWith(StoreError.EAGAIN));
        assertThat(runs).hasValueGreaterThan(10);
    }

    /** For threads that others wait for: a guest can make conflicts for as long as it likes. */
    @Test
    void aBriefTransactionIsTriedTwiceAndNotMore() {
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> store().transactBriefly(transaction -> {
                    transaction.read(TOOL);
                    store().write(TOOL, Integer.toString(runs.incrementAndGet()));
                    return null;
                }))
                .satisfies(refusedWith(StoreError.EAGAIN));
        assertThat(runs).hasValue(2);
        assertThat(store().<String>transactBriefly(
                                transaction -> transaction.read(TOOL).orElse("")))
                .isEqualTo("2");
    }

    @Test
    void aTransactionIsNotUsedAfterItsBody() {
        AtomicReference<StoreTransaction> escaped = new AtomicReference<>();
        store().transact(transaction -> {
            escaped.set(transaction);
            return null;
        });
        assertThatThrownBy(() -> escaped.get().read(TOOL)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aWatchFiresOnceAtOnceAndThenForEveryChange() throws InterruptedException {
        Recorder events = new Recorder();
        try (Watch watch = store().watch(TOOL, events)) {
            assertThat(events.next()).isEqualTo("/tool");
            store().write(TOOL.child("a/b"), "1");
            assertThat(events.next()).isEqualTo("/tool/a/b");
            store().remove(TOOL);
            assertThat(events.next()).isEqualTo("/tool");
        }
    }

    @Test
    void twoWatchesOfOnePathAreBothTold() throws InterruptedException {
        Recorder first = new Recorder();
        Recorder second = new Recorder();
        Watch firstWatch = store().watch(TOOL, first);
        Watch secondWatch = store().watch(TOOL, second);
        assertThat(first.next()).isEqualTo("/tool");
        assertThat(second.next()).isEqualTo("/tool");
        firstWatch.close();
        store().write(TOOL, "1");
        assertThat(second.next()).isEqualTo("/tool");
        secondWatch.close();
        assertThat(first.now()).isEmpty();
    }

    @Test
    void aListenerThatThrowsIsCalledAgain() throws InterruptedException {
        Recorder events = new Recorder();
        try (Watch watch = store().watch(TOOL, path -> {
            events.changed(path);
            throw new IllegalStateException("a listener that fails, as this test wants it to");
        })) {
            assertThat(events.next()).isEqualTo("/tool");
            store().write(TOOL, "1");
            assertThat(events.next()).isEqualTo("/tool");
            assertThat(store().read(TOOL)).contains("1");
        }
    }

    @Test
    void aListenerMayNotMakeRequestsAndIsToldSo() throws InterruptedException {
        AtomicReference<Throwable> caught = new AtomicReference<>();
        CountDownLatch called = new CountDownLatch(1);
        try (Watch watch = store().watch(TOOL, path -> {
            try {
                store().read(TOOL);
            } catch (IllegalStateException refused) {
                caught.set(refused);
            } finally {
                called.countDown();
            }
        })) {
            assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(caught.get()).hasMessageContaining("listener must not make requests");
        }
    }

    @Test
    void aListenerMayCloseItsWatch() throws InterruptedException {
        AtomicReference<Watch> own = new AtomicReference<>();
        Recorder events = new Recorder();
        Recorder other = new Recorder();
        own.set(store().watch(TOOL, path -> {
            events.changed(path);
            if (path.endsWith("close")) {
                own.get().close();
            }
        }));
        try (Watch watch = store().watch(TOOL, other)) {
            assertThat(events.next()).isEqualTo("/tool");
            store().write(TOOL.child("close"), "1");
            assertThat(events.next()).isEqualTo("/tool/close");
            store().write(TOOL.child("later"), "1");
            other.upTo("/tool/later");
            assertThat(events.now()).isEmpty();
        }
    }

    @Test
    void specialWatchesTellOfDomains() throws InterruptedException {
        Recorder introduced = new Recorder();
        Recorder released = new Recorder();
        try (Watch in = store().watchSpecial(XenStore.INTRODUCE_DOMAIN, introduced);
                Watch out = store().watchSpecial(XenStore.RELEASE_DOMAIN, released)) {
            assertThat(introduced.next()).isEqualTo(XenStore.INTRODUCE_DOMAIN);
            assertThat(released.next()).isEqualTo(XenStore.RELEASE_DOMAIN);
            assertThat(store().isIntroduced(9)).isFalse();
            introduce(9);
            assertThat(introduced.next()).isEqualTo(XenStore.INTRODUCE_DOMAIN);
            assertThat(store().isIntroduced(9)).isTrue();
            release(9);
            assertThat(released.next()).isEqualTo(XenStore.RELEASE_DOMAIN);
            assertThat(store().isIntroduced(9)).isFalse();
        }
        assertThat(store().isIntroduced(0)).isTrue();
        assertThatThrownBy(() -> store().watchSpecial("/tool", introduced))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anInterruptedThreadMayMakeRequests() {
        Thread.currentThread().interrupt();
        try {
            store().write(TOOL, "1");
            assertThat(store().read(TOOL)).contains("1");
        } finally {
            assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        }
        assertThat(store().isConnected()).isTrue();
    }

    @Test
    void afterCloseRequestsFail() {
        XenStore store = store();
        store.close();
        store.close();
        assertThat(store.isConnected()).isFalse();
        assertThatThrownBy(() -> store.read(TOOL)).satisfies(refusedWith(StoreError.CONNECTION_LOST));
        assertThatThrownBy(() -> store.watch(TOOL, path -> {})).satisfies(refusedWith(StoreError.CONNECTION_LOST));
    }

    /** For use with AssertJ's satisfies. */
    public static ThrowingConsumer<Throwable> refusedWith(StoreError error) {
        return thrown -> assertThat(thrown)
                .isInstanceOfSatisfying(
                        XenStoreException.class,
                        refused -> assertThat(refused.error()).isEqualTo(error));
    }
}
