// SPDX-License-Identifier: Apache-2.0
package org.xenbay.shell.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.xenbay.api.settings.Configured;
import org.xenbay.shell.internal.FakeSettings;

class LateServiceTest {

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
