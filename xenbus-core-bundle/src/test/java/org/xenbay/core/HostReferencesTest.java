// SPDX-License-Identifier: Apache-2.0
package org.xenbay.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xenbay.api.host.Competitors;
import org.xenbay.api.host.DescriptorStore;
import org.xenbay.api.host.ServiceManager;
import org.xenbay.api.host.ThreadConfinement;

/** Services about the host come and go before and after the core. */
class HostReferencesTest {

    private final HostReferences references = new HostReferences();
    private final List<Object> told = new ArrayList<>();
    private final HostReferences.Listener core = new HostReferences.Listener() {
        @Override
        public void competitorsCame() {
            told.add("competitors");
        }

        @Override
        public void descriptorStoreCame(DescriptorStore service) {
            told.add(service);
        }

        @Override
        public void serviceManagerCame(ServiceManager service) {
            told.add(service + " came");
        }

        @Override
        public void serviceManagerLeft(ServiceManager service) {
            told.add(service + " left");
        }
    };

    /** Returns its name as its text. */
    private static <T> T named(String name, Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> name.hashCode();
                    default -> name;
                }));
    }

    @Test
    void whatIsThereBeforeTheCoreIsKnownToIt() {
        DescriptorStore store = named("3 files", DescriptorStore.class);
        Competitors competitors = named("qemu", Competitors.class);
        references.setDescriptorStore(store);
        references.setCompetitors(competitors);
        references.listen(core);
        assertThat(told).containsExactly(store);
        assertThat(references.competitors()).isSameAs(competitors);
        assertThat(references.descriptorStoreState()).isEqualTo("3 files");
    }

    @Test
    void whatComesLaterIsToldUntilTheCoreEnds() {
        references.listen(core);
        assertThat(told).isEmpty();
        DescriptorStore store = named("none left", DescriptorStore.class);
        references.setCompetitors(named("qemu", Competitors.class));
        references.setDescriptorStore(store);
        references.endListening();
        references.setCompetitors(named("another", Competitors.class));
        assertThat(told).containsExactly("competitors", store);
    }

    @Test
    void theCoreHearsOfEachServiceManagerThatComesAndLeaves() {
        ServiceManager first = named("first", ServiceManager.class);
        ServiceManager second = named("second", ServiceManager.class);
        references.setServiceManager(first);
        references.listen(core);
        references.setServiceManager(second);
        references.unsetServiceManager(first);
        references.unsetServiceManager(second);
        assertThat(told).containsExactly("first came", "second came", "first left", "second left");
        references.listen(core);
        references.endListening();
        references.setServiceManager(first);
        references.unsetServiceManager(first);
        assertThat(told).as("none is present, and then nobody listens").hasSize(4);
    }

    @Test
    void aSuccessorThatCameBeforeTheFirstOneGoesStays() {
        ThreadConfinement first = named("loose", ThreadConfinement.class);
        ThreadConfinement second = named("strict", ThreadConfinement.class);
        references.setConfinement(first);
        references.setConfinement(second);
        references.unsetConfinement(first);
        assertThat(references.confinement()).isEqualTo("strict");
        references.unsetConfinement(second);
        assertThat(references.confinement()).isEqualTo("not known");
        DescriptorStore store = named("3 files", DescriptorStore.class);
        references.setDescriptorStore(store);
        references.unsetDescriptorStore(store);
        assertThat(references.descriptorStore()).isNull();
        assertThat(references.descriptorStoreState()).isEqualTo("none");
    }
}
