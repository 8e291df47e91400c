// SPDX-License-Identifier: Apache-2.0
package org.xenbay.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xenbay.api.guest.Guest;
import org.xenbay.api.store.Permission;
import org.xenbay.api.store.StoreError;
import org.xenbay.api.store.StorePath;
import org.xenbay.api.store.XenStore;
import org.xenbay.api.store.XenStoreException;
import org.xenbay.api.xen.EventChannel;
import org.xenbay.api.xen.GrantTable.Access;
import org.xenbay.api.xen.SharedMemory;
import org.xenbay.api.xen.XenException;

/** What happens when guests come and go. */
class GuestLifeTest {

    private final EmbeddedXen xen = new EmbeddedXen();

    @AfterEach
    void close() {
        xen.close();
    }

    @Test
    void domainIdsAscendFromOne() {
        assertThat(xen.create("a").domain()).isEqualTo(1);
        assertThat(xen.create("b").domain()).isEqualTo(2);
        xen.destroy(2);
        assertThat(xen.create("c").domain()).isEqualTo(3);
        assertThat(xen.guests()).extracting(Guest::name).containsExactly("a", "c");
    }

    @Test
    void twoGuestsOfOneNameAreRefused() {
        xen.create("guest");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> xen.create("guest"))
                .withMessageContaining("guest");
    }

    @Test
    void aGuestIsIntroducedAndItsCreationIsSeen() throws InterruptedException {
        Semaphore introduced = new Semaphore(0);
        xen.store().watchSpecial(XenStore.INTRODUCE_DOMAIN, name -> introduced.release());
        List<String> created = new ArrayList<>();
        Runnable end = xen.onCreate(guest -> created.add(guest.name()));
        Guest guest = xen.create("guest");
        end.run();
        xen.create("unseen");

        assertThat(xen.store().isIntroduced(guest.domain())).isTrue();
        assertThat(introduced.tryAcquire(3, 5, SECONDS)).isTrue();
        assertThat(created).containsExactly("guest");
    }

    @Test
    void aGuestHasTheRightsThatLibxlGivesIt() {
        Guest guest = xen.create("guest");
        StorePath path = guest.path();
        XenStore own = guest.store();

        assertThat(own.read(path.child("console/type"))).contains("xenconsoled");
        assertThat(own.read(path.child("name"))).contains("guest");
        own.write(path.child("error/device/console/1/error"), "22 made up");
        own.write(path.child("data/anything"), "1");
        for (String readOnly : List.of("name", "console/tty", "device/vif/0/state", "domid")) {
            assertThatThrownBy(() -> own.write(path.child(readOnly), "x"))
                    .isInstanceOf(XenStoreException.class)
                    .extracting(refusal -> ((XenStoreException) refusal).error())
                    .isEqualTo(StoreError.EACCES);
        }
        StorePath backend = StorePath.of("/local/domain/0/backend/console/1/0");
        assertThat(own.read(backend.child("frontend")))
                .contains(path.child("console").toString());
        assertThatThrownBy(() -> own.write(backend.child("state"), "4")).isInstanceOf(XenStoreException.class);
        assertThat(xen.store().permissions(backend)).contains(List.of(Permission.none(0), Permission.read(1)));
    }

    @Test
    void destroyingReleasesEverything() throws InterruptedException {
        Guest guest = xen.create("guest");
        int domain = guest.domain();
        StorePath device =
                StorePath.of("/local/domain/0/backend/vkbd").child(domain).child(0);
        xen.store().write(device.child("state"), "4");
        xen.store()
                .write(
                        StorePath.of("/local/domain/0/device-model")
                                .child(domain)
                                .child("state"),
                        "running");
        guest.grant(0, 3, true);
        guest.allocatePort(0, () -> {});
        Semaphore released = new Semaphore(0);
        xen.store().watchSpecial(XenStore.RELEASE_DOMAIN, name -> released.release());
        assertThat(released.tryAcquire(5, SECONDS)).isTrue();
        xen.destroy(domain);

        assertThat(released.tryAcquire(5, SECONDS)).isTrue();
        for (String gone :
                List.of("/local/domain/1", "/libxl/1", "/local/domain/0/backend", "/local/domain/0/device-model/1")) {
            assertThat(xen.store().exists(StorePath.of(gone))).as(gone).isFalse();
        }
        assertThat(xen.store().list(StorePath.of("/vm"))).contains(List.of());
        assertThat(xen.usage()).isEqualTo(new Usage(0, 0, 0, 0, 0));
        assertThat(xen.store().isIntroduced(domain)).isFalse();
        assertThat(guest.store().isConnected()).isFalse();
        assertThatThrownBy(() -> guest.grant(0, 1, true)).isInstanceOf(XenException.class);
        assertThatThrownBy(() -> guest.allocatePort(0, () -> {})).isInstanceOf(XenException.class);
        xen.destroy(domain);
    }

    @Test
    void backendsOfOtherGuestsStayWhenOneIsDestroyed() {
        xen.create("a");
        xen.create("b");
        xen.destroy(1);

        assertThat(xen.store().list(StorePath.of("/local/domain/0/backend/console")))
                .contains(List.of("2"));
    }

    @Test
    void aDestroyedGuestsPagesStayReadableUntilTheyAreUnmapped() {
        Guest guest = xen.create("guest");
        SharedMemory mapped =
                xen.grants(guest.domain()).map(guest.grant(0, 1, true).references(), Access.READ_WRITE);
        AtomicInteger events = new AtomicInteger();
        EventChannel channel = xen.eventChannels()
                .bind(guest.domain(), guest.primaryConsole().port().number(), events::incrementAndGet);
        xen.destroy(guest.domain());
        mapped.putInt(0, 3);
        channel.unmask();
        channel.signal();
        guest.primaryConsole().port().signal();

        assertThat(mapped.getInt(0)).isEqualTo(3);
        assertThat(events).hasValue(1);
        assertThat(xen.usage()).isEqualTo(new Usage(1, 1, 1, 0, 1));
        mapped.close();
        channel.close();
        assertThat(xen.usage()).isEqualTo(new Usage(0, 0, 0, 0, 0));
    }

    @Test
    void aGuestWhoseTreeCouldNotBeRemovedCanBeDestroyedAgain() {
        Guest guest = xen.create("guest");
        xen.stopStore();
        assertThatThrownBy(() -> xen.destroy(guest.domain())).isInstanceOf(XenStoreException.class);
        xen.startStore();
        await().until(xen.store()::isConnected);
        await().untilAsserted(() -> {
            xen.destroy(guest.domain());
            assertThat(xen.store().exists(guest.path())).isFalse();
        });

        assertThat(xen.usage().domains()).isZero();
    }

    @Test
    void thousandsOfGuestsNeedNoThreadEach() {
        Thread.getAllStackTraces();
        int before = Thread.activeCount();
        for (int i = 0; i < 1_250; i++) {
            Guest guest = xen.create("guest-" + i);
            for (int device = 0; device < 4; device++) {
                guest.grant(0, 1, true);
                guest.allocatePort(0, () -> {});
            }
        }

        assertThat(Thread.activeCount() - before).isLessThanOrEqualTo(2);
        assertThat(xen.usage()).isEqualTo(new Usage(1_250, 5 * 1_250, 0, 5 * 1_250, 0));
        xen.guests().forEach(guest -> xen.destroy(guest.domain()));
        assertThat(xen.usage()).isEqualTo(new Usage(0, 0, 0, 0, 0));
    }
}
