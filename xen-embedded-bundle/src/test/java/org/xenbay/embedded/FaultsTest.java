// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.guest.GuestPort;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantCopy;
import org.xenbay.api.xen.GrantException;
import org.xenbay.api.xen.GrantStatus;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.XenException;

/** Faults happen when, where and as often as they are ordered. */
class FaultsTest {

    private final Faults faults = Faults.seeded(42);
    private final EmbeddedXen xen = new EmbeddedXen(faults);

    @AfterEach
    void close() {
        faults.clear();
        xen.close();
    }

    @ParameterizedTest
    @EnumSource(value = GrantStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "OKAY")
    void aMapFailsWithTheOrderedStatusAsOftenAsOrdered(GrantStatus status) {
        Guest guest = xen.create("guest");
        int[] references = guest.grant(0, 1, true).references();
        faults.inject(FaultStep.MAP, new FaultEffect.RefuseGrant(status), 1, 2);

        List<GrantStatus> seen = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            try {
                xen.grants(guest.domain()).map(references, Access.READ).close();
                seen.add(GrantStatus.OKAY);
            } catch (GrantException refusal) {
                seen.add(refusal.status());
            }
        }
        assertThat(seen).containsExactly(GrantStatus.OKAY, status, status, GrantStatus.OKAY);
        assertThat(xen.usage().mappedPages()).isZero();
    }

    @Test
    void aSegmentOfACopyFails() {
        Guest guest = xen.create("guest");
        int reference = guest.grant(0, 1, true).references()[0];
        faults.inject(FaultStep.COPY, new FaultEffect.RefuseGrant(GrantStatus.EAGAIN), 1, 1);
        GrantCopy segment = new GrantCopy(GrantCopy.Direction.FROM_GUEST, reference, 0, ByteBuffer.allocate(1), 1);

        assertThatThrownBy(() -> xen.grants(guest.domain()).copy(List.of(segment, segment)))
                .isInstanceOf(GrantException.class)
                .hasMessageContaining("segment 1");
        xen.grants(guest.domain()).copy(List.of(segment, segment));
    }

    @Test
    void aBindFails() {
        Guest guest = xen.create("guest");
        int port = guest.allocatePort(0, () -> {}).number();
        faults.inject(FaultStep.BIND, new FaultEffect.Refuse(28), 0, 1);

        assertThatThrownBy(() -> xen.eventChannels().bind(guest.domain(), port, () -> {}))
                .isInstanceOf(XenException.class)
                .extracting(refusal -> ((XenException) refusal).errno())
                .isEqualTo(28);
        xen.eventChannels().bind(guest.domain(), port, () -> {}).close();
    }

    @Test
    void anEventIsLost() {
        Guest guest = xen.create("guest");
        AtomicInteger events = new AtomicInteger();
        GuestPort port = guest.allocatePort(0, events::incrementAndGet);
        EventChannel channel = xen.eventChannels().bind(guest.domain(), port.number(), () -> {});
        faults.inject(FaultStep.SIGNAL, new FaultEffect.LoseEvent(), 0, 1);
        channel.signal();
        channel.signal();

        assertThat(events).hasValue(1);
    }

    @Test
    void theStoreIsLostAndComesBackWithItsWatches() {
        AtomicInteger fired = new AtomicInteger();
        List<Boolean> changes = Collections.synchronizedList(new ArrayList<>());
        StorePath path = StorePath.of("/tool/x");
        xen.store().watch(path, ignored -> fired.incrementAndGet());
        xen.store().onConnectionChange(changes::add);
        await().untilAtomic(fired, is(1));
        faults.inject(FaultStep.STORE, new FaultEffect.LoseStore(), 0, 1);

        assertThatThrownBy(() -> xen.store().write(path, "1"))
                .isInstanceOf(XenStoreException.class)
                .extracting(refusal -> ((XenStoreException) refusal).error())
                .isEqualTo(StoreError.CONNECTION_LOST);
        await().untilAsserted(() -> assertThat(changes).containsExactly(false, true));
        await().untilAtomic(fired, is(2));
        xen.store().write(path, "2");
        assertThat(xen.store().read(path)).contains("2");
    }

    @Test
    void aStoreLostBeforeTheCommitChangesNothing() {
        StorePath path = StorePath.of("/tool/x");
        faults.inject(FaultStep.STORE, new FaultEffect.LoseStore(), 1, 1);

        assertThatThrownBy(() -> xen.store().transact(tx -> {
                    tx.write(path, "1");
                    return null;
                }))
                .isInstanceOf(XenStoreException.class);
        await().until(xen.store()::isConnected);
        assertThat(xen.store().exists(path)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = FaultStep.class, mode = EnumSource.Mode.EXCLUDE, names = "STORE")
    void aGuestDiesAtAnyStepAndNothingOfItIsLeft(FaultStep step) {
        Guest guest = xen.create("guest");
        faults.inject(step, new FaultEffect.KillGuest(), 0, 1);
        String failure = walkThrough(guest);

        assertThat(failure).isNotEqualTo("the guest was not killed");
        assertThat(xen.guests()).isEmpty();
        assertThat(xen.usage()).isEqualTo(new Usage(0, 0, 0, 0, 0));
        assertThat(xen.store().exists(StorePath.of("/local/domain/1"))).isFalse();
        assertThat(faults.injected()).extracting(Faults.Injection::step).containsExactly(step);
    }

    /** Makes every step once, as a backend and a frontend do; gives back what each close leaves. */
    private String walkThrough(Guest guest) {
        List<AutoCloseable> open = new ArrayList<>();
        try {
            var pages = guest.grant(0, 1, true);
            GuestPort port = guest.allocatePort(0, () -> {});
            guest.store().write(guest.path().child("data/x"), "1");
            open.add(xen.grants(guest.domain()).map(pages.references(), Access.READ_WRITE));
            open.add(xen.foreignMemory()
                    .orElseThrow()
                    .map(guest.domain(), new long[] {guest.primaryConsole().frame()}));
            EventChannel channel = xen.eventChannels().bind(guest.domain(), port.number(), () -> {});
            open.add(channel);
            xen.grants(guest.domain())
                    .copy(List.of(new GrantCopy(
                            GrantCopy.Direction.FROM_GUEST, pages.references()[0], 0, ByteBuffer.allocate(1), 1)));
            channel.signal();
            port.signal();
            return guest.store().isConnected() ? "the guest was not killed" : "";
        } catch (XenException | IllegalStateException | XenStoreException expected) {
            return expected.getMessage();
        } finally {
            open.forEach(FaultsTest::close);
        }
    }

    @Test
    void aSeedGivesTheSameFaultsAgainWhateverTheOrderOfTheGuests() {
        List<Integer> ascending = new ArrayList<>();
        List<Integer> descending = new ArrayList<>();
        Faults first = Faults.seeded(7).inject(FaultStep.BIND, new FaultEffect.Refuse(28), 0.3);
        Faults second = Faults.seeded(7).inject(FaultStep.BIND, new FaultEffect.Refuse(28), 0.3);
        for (int i = 0; i < 1000; i++) {
            ascending.add(failing(first, i % 10));
        }
        for (int domain = 9; domain >= 0; domain--) {
            int owner = domain;
            IntStream.range(0, 100).forEach(i -> descending.add(failing(second, owner)));
        }

        for (int domain = 0; domain < 10; domain++) {
            int owner = domain;
            List<Integer> one = IntStream.range(0, 100)
                    .mapToObj(i -> ascending.get(i * 10 + owner))
                    .toList();
            assertThat(descending.subList((9 - owner) * 100, (10 - owner) * 100))
                    .isEqualTo(one);
        }
        assertThat(ascending.stream().mapToInt(Integer::intValue).sum()).isBetween(230, 370);
        Faults other = Faults.seeded(8).inject(FaultStep.BIND, new FaultEffect.Refuse(28), 0.3);
        assertThat(IntStream.range(0, 1000)
                        .mapToObj(i -> failing(other, i % 10))
                        .toList())
                .isNotEqualTo(ascending);
    }

    @Test
    void anEffectThatCannotHappenAtAStepIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faults.inject(FaultStep.STORE, new FaultEffect.KillGuest(), 0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> faults.inject(FaultStep.BIND, new FaultEffect.LoseEvent(), 0.5));
        assertThatIllegalArgumentException().isThrownBy(() -> new FaultEffect.RefuseGrant(GrantStatus.OKAY));
    }

    private static int failing(Faults faults, int domain) {
        return faults.at(FaultStep.BIND, domain).isPresent() ? 1 : 0;
    }

    private static void close(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
