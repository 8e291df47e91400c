// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xenbay.api.settings.Configured;
import org.xenbay.shell.internal.FakeSettings;

class LateServiceTest {

    private final FakeServiceObjects<String> objects = new FakeServiceObjects<>("one");
    private final LazyService<String> service = new LazyService<>(objects.getServiceReference(), objects);

    @Test
    void aServiceWhoseComponentActivatesIsThereLater() {
        objects.setActive(false);
        assertThat(service.get()).isEmpty();

        objects.setActive(true);

        assertThat(service.get()).contains("one");
    }

    @Test
    void aServiceIsGotOnceAndGivenBackOnce() {
        service.get();
        service.get();
        service.release();
        service.release();

        assertThat(objects.calls()).containsExactly("get", "unget one");
    }

    @Test
    void whatNobodyAskedForIsNotGivenBack() {
        service.release();

        assertThat(objects.calls()).isEmpty();
    }

    @Test
    void aComponentThatActivatesWhileTheShellStartsIsInTheConfigurationLater() {
        FakeServiceObjects<Configured> slow = new FakeServiceObjects<>(() -> FakeSettings.SETTINGS);
        slow.setActive(false);
        Platform platform = new Platform();
        platform.bindConfigured(slow.getServiceReference(), slow);
        assertThat(platform.configuration()).isEmpty();

        slow.setActive(true);
        assertThat(platform.configuration()).hasSize(1);

        platform.unbindConfigured(slow.getServiceReference());
        assertThat(platform.configuration()).isEmpty();
    }
}
